/**
 * Filter patterns of CloudWatch Logs, the part that people use: terms that must all occur, `-term` that must not, `?term` of which one must,
 * quoted phrases, and `{ $.field = "value" && … }` over JSON lines. Anything else is refused.
 * Source: CloudWatch Logs user guide, "filter pattern syntax".
 */
import { AwsError } from '../../service.ts';

type Matcher = (message: string) => boolean;

export function parseFilter(pattern: string): Matcher {
  const text = pattern.trim();
  if (text === '') return () => true;
  return text.startsWith('{') ? jsonMatcher(text) : termMatcher(text);
}

function termMatcher(text: string): Matcher {
  const terms = [...text.matchAll(/([-?]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign, phrase, word]) => ({
    sign: sign ?? '',
    term: phrase ?? word ?? '',
  }));
  const of = (sign: string): string[] => terms.filter((each) => each.sign === sign).map((each) => each.term);
  const [all, none, any] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}

const comparison = /^\$\.([A-Za-z0-9_.]+)\s*(=|!=)\s*(?:"([^"]*)"|(\S+))$/;

function jsonMatcher(text: string): Matcher {
  if (!text.endsWith('}')) throw refused(text);
  const parts = text
    .slice(1, -1)
    .split('&&')
    .map((part) => parseComparison(part.trim(), text));
  return (message) => {
    const json = parseJson(message);
    return json !== undefined && parts.every((matches) => matches(json));
  };
}

function parseComparison(part: string, whole: string): (json: unknown) => boolean {
  const match = comparison.exec(part);
  if (!match) throw refused(whole);
  const path = (match[1] ?? '').split('.');
  const wanted = match[3] ?? match[4] ?? '';
  return (json) => {
    const value = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), json);
    const isEqual = value !== undefined && String(value) === wanted;
    return match[2] === '=' ? isEqual : value !== undefined && !isEqual;
  };
}

function parseJson(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function refused(pattern: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern ${pattern}: && of = and != is emulated`);
}
