/** `GET /v1/jobs`: newest first, page by page. */
import { createHash } from 'node:crypto';
import { JOB_STATES, LANES, type JobState, type Lane, type ProblemItem } from '@reelyard/contracts';
import { type JobFilter } from '@reelyard/ledger';
import { apiLimits } from '../core/api-limits.ts';
import { viewJob } from '../core/view-job.ts';
import { type JobStore } from '../ports.ts';
import { type Route } from './call.ts';
import { json, problem } from './reply.ts';

const defaultLimit = 20;
const known = new Set(['limit', 'cursor', 'state', 'lane', 'createdFrom', 'createdTo']);

export function listJobs({ ledger }: { ledger: Pick<JobStore, 'listJobs'> }): Route {
  return async (call) => {
    const reading = readFilter(call.tenant, call.query);
    if (reading.errors.length > 0) {
      const detail = reading.errors.map((item) => `${item.pointer.slice(1)} ${item.detail}`).join('; ');
      return problem('invalid_query', detail, { errors: reading.errors });
    }
    const page = await ledger.listJobs(reading.filter);
    const next = page.cursor === undefined ? {} : { cursor: sealCursor(page.cursor, scopeOf(reading.filter)) };
    return json(200, { jobs: page.items.map(viewJob), ...next });
  };
}

interface FilterReading {
  readonly filter: JobFilter;
  readonly errors: ProblemItem[];
}

function readFilter(tenant: string, query: URLSearchParams): FilterReading {
  const errors: ProblemItem[] = [];
  const wrong = (name: string, detail: string): undefined => {
    errors.push({ pointer: `/${name}`, code: 'invalid_value', detail });
    return undefined;
  };
  for (const name of new Set(query.keys())) if (!known.has(name)) wrong(name.slice(0, 64), 'is not a parameter');
  const given = <T>(name: string, read: (text: string) => T | undefined, allowed: string): T | undefined => {
    const text = query.get(name);
    return text === null ? undefined : (read(text) ?? wrong(name, allowed));
  };
  const limit = given('limit', readLimit, `must be an integer from 1 to ${apiLimits.pageSize}`) ?? defaultLimit;
  const states = given('state', readStates, `must be of ${JOB_STATES.join(', ')}`);
  const lane = given<Lane>('lane', (text) => LANES.find((item) => item === text), `must be of ${LANES.join(', ')}`);
  const createdFrom = given('createdFrom', readInstant, 'must be an RFC 3339 instant');
  const createdTo = given('createdTo', readInstant, 'must be an RFC 3339 instant');
  const filter: JobFilter = { tenant, limit, ...defined({ states, lane, createdFrom, createdTo }) };
  const cursor = given('cursor', (text) => openCursor(text, scopeOf(filter)), 'is not a cursor of this list');
  return { filter: { ...filter, ...defined({ cursor }) }, errors };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;

function readLimit(text: string): number | undefined {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= apiLimits.pageSize ? limit : undefined;
}

function readStates(text: string): readonly JobState[] | undefined {
  const names = text.split(',');
  const states = names.flatMap((name) => JOB_STATES.find((state) => state === name) ?? []);
  return states.length === names.length ? states : undefined;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function readInstant(text: string): number | undefined {
  const at = instant.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A cursor belongs to one list: the same tenant and filters. */
const scopeOf = ({ tenant, states, lane, createdFrom, createdTo }: JobFilter): string =>
  JSON.stringify([tenant, states ?? [], lane, createdFrom, createdTo]);

const checksum = (cursor: string, scope: string): string =>
  createHash('sha256').update(`${scope}\n${cursor}`).digest('base64url').slice(0, 16);

const sealCursor = (cursor: string, scope: string): string =>
  `${Buffer.from(cursor).toString('base64url')}.${checksum(cursor, scope)}`;

function openCursor(text: string, scope: string): string | undefined {
  const [encoded = '', sum] = text.split('.');
  const cursor = Buffer.from(encoded, 'base64url').toString('utf8');
  return sum === checksum(cursor, scope) ? cursor : undefined;
}
