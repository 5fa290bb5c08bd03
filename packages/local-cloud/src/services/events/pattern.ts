/**
 * EventBridge patterns: every field named must match one of its alternatives. Alternatives: a literal, `prefix`, `suffix`,
 * `equals-ignore-case`, `anything-but` (literals or prefix), `exists`, `numeric`. Others are refused, not ignored.
 * Source: EventBridge user guide, "event pattern syntax".
 */
import { AwsError } from '../../service.ts';

export type Pattern = { [field: string]: Pattern | unknown[] };

type Matcher = (value: unknown) => boolean;

export function parsePattern(text: string): Pattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw refused('not JSON');
  }
  checkPattern(pattern);
  return pattern as Pattern;
}

function checkPattern(pattern: unknown): void {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) throw refused('an object is needed');
  for (const rule of Object.values(pattern)) {
    if (Array.isArray(rule)) rule.forEach(matcherOf);
    else checkPattern(rule);
  }
}

export function matchesPattern(pattern: Pattern, event: Record<string, unknown>): boolean {
  return Object.entries(pattern).every(([field, rule]) => {
    const value = event[field];
    if (!Array.isArray(rule)) return isRecord(value) && matchesPattern(rule, value);
    const values = Array.isArray(value) ? value : [value];
    return rule.some((alternative) => values.some(matcherOf(alternative)));
  });
}

function matcherOf(alternative: unknown): Matcher {
  if (!isRecord(alternative)) return (value) => value === alternative;
  const [[kind, operand] = ['', undefined]] = Object.entries(alternative);
  switch (kind) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(String(operand));
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(String(operand));
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'exists':
      return (value) => (value !== undefined) === operand;
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      throw refused(`the filter ${kind} is not emulated`);
  }
}

function anythingBut(operand: unknown): Matcher {
  const matchers = (Array.isArray(operand) ? operand : [operand]).map(matcherOf);
  return (value) => value !== undefined && !matchers.some((matches) => matches(value));
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numeric(operand: unknown): Matcher {
  if (!Array.isArray(operand) || operand.length % 2 !== 0) throw refused('numeric needs pairs of operator and number');
  const pairs = operand
    .filter((_, index) => index % 2 === 0)
    .map((op: unknown, i): [string, number] => [String(op), Number(operand[2 * i + 1])]);
  return (value) => typeof value === 'number' && pairs.every(([op, bound]) => comparisons[op]?.(value, bound) ?? false);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(why: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);
}
