/** Where JSON text goes wrong. V8 names the position in most messages only, so the rest is found by halving the text. */

/** Offset in UTF-16 units of the first character that cannot be part of JSON; undefined when the text is JSON. */
export function findJsonError(text: string): number | undefined {
  const whole = errorAt(text);
  if (whole === undefined || whole >= 0) return whole;
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBroken(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

/** Broken within, not merely unfinished. */
function isBroken(prefix: string): boolean {
  const at = errorAt(prefix);
  return at !== undefined && at < prefix.length;
}

/** Position of the error, -1 when the message does not tell, undefined when there is none. */
function errorAt(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('end of JSON input') || message.includes('Unterminated')) return text.length;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? -1 : Number(position);
  }
}
