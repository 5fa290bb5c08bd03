/** A plan that a person or an earlier run wrote, as JSON. */
import { LANES } from '@reelyard/contracts';
import { CALL_KINDS } from './world/life.ts';
import { INTERESTS, MANNERS } from './planned-receiver.ts';
import { ASSETS, BLOW_KINDS, FAULT_KINDS, MOODS, type Plan, WEATHER_KINDS } from './plan.ts';

type Rule = (value: unknown) => boolean;

const isCount: Rule = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isShare: Rule = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const isFlag: Rule = (value) => typeof value === 'boolean';
const isText: Rule = (value) => typeof value === 'string';
const isOneOf =
  (...words: readonly string[]): Rule =>
  (value) =>
    isText(value) && words.includes(value as string);
const maybe =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined || rule(value);
const isAmbush: Rule = (value) =>
  problemsOf(value, '', { phase: isOneOf('before', 'after'), on: isOneOf('any', ...CALL_KINDS), skip: isCount })
    .length === 0;
const isMoods: Rule = (value) =>
  Array.isArray(value) && value.every((task) => Array.isArray(task) && task.every(isOneOf(...MOODS)));

const RECEIVER = {
  listensTo: isOneOf(...INTERESTS),
  manner: isOneOf(...MANNERS),
  times: isCount,
  forMs: isCount,
};
const isReceiver: Rule = (value) => problemsOf(value, '', RECEIVER).length === 0;

const FARM = {
  seed: isCount,
  agents: isCount,
  servers: isCount,
  skewMs: isCount,
  seats: isCount,
  concurrentJobs: maybe(isCount),
};
const JOB = {
  ...{ name: isText, atMs: isCount, tenant: isText, lane: isOneOf(...LANES), engine: isOneOf('scripted', 'licensed') },
  ...{ segments: isCount, renderMs: isCount, moods: isMoods, asset: maybe(isOneOf(...ASSETS)) },
  ...{ notBeforeMs: maybe(isCount), deadlineMs: maybe(isCount), cancelAfterMs: maybe(isCount) },
  ...{ isRepeated: isFlag, isWatched: isFlag, isRetried: isFlag, webhook: maybe(isReceiver) },
};
const ENDPOINT = { tenant: isText, ...RECEIVER };
const FAULT = { kind: isOneOf(...FAULT_KINDS), atMs: isCount, forMs: isCount };
const WEATHER = { ...FAULT, kind: isOneOf(...WEATHER_KINDS), share: isShare };
const BLOW = {
  ...FAULT,
  kind: isOneOf(...BLOW_KINDS),
  who: isOneOf('agent', 'server'),
  n: isCount,
  ambush: maybe(isAmbush),
};

/** @returns the plan, or a sentence that names every wrong place */
export function readPlan(text: string): Plan | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'the plan is not JSON';
  }
  const { jobs, faults, endpoints = [], ...farm } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(jobs) || !Array.isArray(faults)) return 'the plan has no lists of jobs and faults';
  if (!Array.isArray(endpoints)) return 'the endpoints of the plan are no list';
  const problems = [
    ...problemsOf(farm, '', FARM),
    ...endpoints.flatMap((endpoint, at) => problemsOf(endpoint, `endpoints[${at}].`, ENDPOINT)),
    ...jobs.flatMap((job, at) => problemsOf(job, `jobs[${at}].`, JOB)),
    ...faults.flatMap((fault, at) => problemsOf(fault, `faults[${at}].`, isWeather(fault) ? WEATHER : BLOW)),
  ];
  return problems.length === 0 ? (value as Plan) : `not a plan: ${problems.join(', ')}`;
}

const isWeather = (fault: unknown): boolean => typeof fault === 'object' && fault !== null && 'share' in fault;

function problemsOf(value: unknown, place: string, rules: Readonly<Record<string, Rule>>): string[] {
  if (typeof value !== 'object' || value === null) return [`${place} is no object`];
  const fields = value as Record<string, unknown>;
  const wrong = Object.keys(rules).filter((name) => rules[name]?.(fields[name]) === false);
  const unknown = Object.keys(fields).filter((name) => rules[name] === undefined);
  return [...wrong, ...unknown].map((name) => `${place}${name} is ${JSON.stringify(fields[name]) ?? 'missing'}`);
}
