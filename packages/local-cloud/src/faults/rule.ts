/** A fault rule as the control door takes it, and the parser that refuses everything else. */
/** What befalls a call; the others befall messages, indexes and transactions. */
export const callFaultKinds = [
  'delay',
  'throttle',
  'error500',
  'apply-then-fail',
  'partition',
  'never',
  'kill',
  'apply-then-kill',
] as const;

export const faultKinds = [
  ...callFaultKinds,
  'transaction-conflict',
  'drop-message',
  'duplicate-message',
  'reorder',
  'index-lag',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface FaultMatch {
  /** Credential scope name, such as `dynamodb`. */
  service?: string;
  action?: string;
  /** Prefix of the access key id; `GET /_local/instances` tells with which one an instance signs. */
  instanceOrKey?: string;
  /** Queue name, for message faults; table, or `table/index`, for `index-lag`. */
  resource?: string;
  /** Where in the caller's code the call is made, as its user agent says it: `md/site#reaper.reap`. */
  site?: string;
  /** 0–100, default 100: share of the matching calls that are hit. */
  percent?: number;
}

export interface FaultRule {
  id: string;
  match: FaultMatch;
  kind: FaultKind;
  /** Milliseconds of a `delay` or an `index-lag`. */
  ms?: number;
  /** Matching calls that are let through first. */
  after?: number;
  /** A call that was hit is hit each time that its SDK tries it again, so that the caller sees the fault; counted once. */
  untilGivenUp?: boolean;
  /** Hits after which the rule is spent; without it the rule stays until deleted. */
  times?: number;
  /** Seed of this rule's own random numbers, default 1. */
  seed?: number;
  /** How `apply-then-fail` fails: `reset` breaks the connection (default), `error500` answers 500. */
  reply?: 'reset' | 'error500';
}

/** @returns the rule, or a sentence naming what is wrong with it. */
export function parseRule(value: unknown, freshId: () => string): FaultRule | string {
  if (!isRecord(value)) return 'a rule is an object';
  const { kind, match = {} } = value;
  if (!faultKinds.includes(kind as FaultKind)) return `kind is one of ${faultKinds.join(', ')}`;
  if (!isRecord(match)) return 'match is an object';
  const problem = problemOf(value, match);
  if (problem !== undefined) return problem;
  return { ...value, id: value['id'] === undefined ? freshId() : value['id'], match } as unknown as FaultRule;
}

const ruleFields: Record<string, 'string' | 'number' | 'object' | 'boolean'> = {
  id: 'string',
  match: 'object',
  kind: 'string',
  ms: 'number',
  after: 'number',
  untilGivenUp: 'boolean',
  times: 'number',
  seed: 'number',
  reply: 'string',
};
const matchFields: Record<string, 'string' | 'number'> = {
  service: 'string',
  action: 'string',
  instanceOrKey: 'string',
  resource: 'string',
  site: 'string',
  percent: 'number',
};

function problemOf(rule: Record<string, unknown>, match: Record<string, unknown>): string | undefined {
  if (rule['reply'] !== undefined && rule['reply'] !== 'reset' && rule['reply'] !== 'error500')
    return 'reply is reset or error500';
  return misfit(rule, ruleFields, '') ?? misfit(match, matchFields, 'match.');
}

function misfit(value: Record<string, unknown>, fields: Record<string, string>, at: string): string | undefined {
  for (const [name, given] of Object.entries(value)) {
    const wanted = fields[name];
    if (wanted === undefined) return `${at}${name} is unknown`;
    if (given !== undefined && typeof given !== wanted) return `${at}${name} is a ${wanted}`;
    if (typeof given === 'number' && !(given >= 0)) return `${at}${name} is not negative`;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
