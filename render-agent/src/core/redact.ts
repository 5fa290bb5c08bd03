/**
 * Takes secrets out of a line that an engine printed, before it reaches a log or a client: an engine repeats the addresses it was given, and
 * those hold signatures and passwords. What a line says of content stays, since that is what the log is for.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // Userinfo, then query and fragment of any address.
  [/\b([a-z][a-z\d+.-]{1,20}:\/\/)[^\s\/"'<>@]{1,1000}@/gi, '$1***@'],
  [/\b([a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>?#]{1,2000})[?#][^\s"'<>]+/gi, '$1?***'],
  [/\b(data:[^\s,"']{0,200},)[^\s"']+/gi, '$1***'],
  [/\bryk_[a-z\d-]{1,32}_[a-z\d]+_[a-z\d]+/gi, 'ryk_***'],
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g, '***'],
  [
    /\b(authorization|x-api-key|password|passwd|secret|token|x-amz-[a-z-]*(?:signature|token|credential))\b(["']?\s*[=:]\s*)[^\s,;]+(?:\s+[^\s,;"']{8,})?/gi,
    '$1$2***',
  ],
];

export const redact = (line: string): string => RULES.reduce((text, [pattern, by]) => text.replace(pattern, by), line);
