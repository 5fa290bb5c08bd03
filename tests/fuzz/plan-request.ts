/**
 * One request to one operation: mostly right, often a little wrong, sometimes hostile. Pure but for the harvest, which is read when a request
 * is drawn. `expect` says what may be concluded from the plan alone.
 */
import fc from 'fast-check';
import { type ApiDocument, type FuzzedOperation, type Parameter, type Scope } from './api-document.ts';
import { type Harvest } from './harvest.ts';
import { hostileBodies, hostileHeaders, hostileQueries } from './hostile.ts';
import { mutate, mutations } from './mutate.ts';
import { type ArbitraryPorts, arbitraryOf } from './schema-arbitrary.ts';
import { seedsOf } from './seeds.ts';

export type Access = Scope | 'none' | 'wrong' | 'foreign';

export interface Plan {
  readonly operation: FuzzedOperation;
  /** Differs from the operation's when another one is tried. */
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The body as JSON when it is that. */
  readonly value?: { readonly json: unknown };
  readonly access: Access;
}

export type Planner = (seed: number) => Plan;

interface Drawn {
  readonly access: Access;
  readonly how: 'valid' | 'mutated' | 'hostile';
  readonly nats: readonly number[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly type: string;
  readonly changes: Parameters<typeof mutate>[1];
  readonly badBody: (typeof hostileBodies)[number];
  readonly badHeaders: Readonly<Record<string, string>>;
  readonly badQuery: string;
  readonly otherMethod: string | undefined;
}

export interface PlannerPorts {
  readonly document: ApiDocument;
  readonly harvest: Harvest;
  readonly uri: fc.Arbitrary<string>;
}

export function createPlanner(operation: FuzzedOperation, ports: PlannerPorts): Planner {
  const drawn = drawnOf(operation, ports);
  return (seed) => {
    const [draw] = fc.sample(drawn, { numRuns: 1, seed });
    if (!draw) throw new Error('fast-check gave no sample');
    return planOf(operation, draw, ports.harvest);
  };
}

const ranks: Readonly<Record<Scope, number>> = { read: 0, render: 1, admin: 2 };
const scopes: readonly Scope[] = ['read', 'render', 'admin'];

function accessOf({ scope = 'read' }: FuzzedOperation): fc.Arbitrary<Access> {
  const enough = scopes.filter((each) => ranks[each] >= ranks[scope]);
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<Access>(...enough) },
    { weight: 1, arbitrary: fc.constantFrom<Access>('read', 'render', 'none', 'wrong') },
    { weight: 1, arbitrary: fc.constant<Access>('foreign') },
  );
}

function drawnOf(operation: FuzzedOperation, { document, harvest, uri }: PlannerPorts): fc.Arbitrary<Drawn> {
  const pick = (prefix: string, n: number): string | undefined => {
    const known = harvest.named(prefix);
    return known[n % Math.max(1, known.length)];
  };
  const ports: ArbitraryPorts = { schemas: document.schemas, seeds: seedsOf(pick, uri), uri, pick };
  // The schema's own values besides those of the seeds, and both made wrong.
  const unseeded: ArbitraryPorts = { ...ports, seeds: { JsonValue: fc.jsonValue({ maxDepth: 2 }) } };
  const types = Object.entries(operation.body ?? {});
  const bodies = types.map(([type, { schema }]) =>
    fc.record({
      type: fc.constant(type),
      body: fc.oneof(
        { weight: 4, arbitrary: arbitraryOf(schema, ports) },
        { weight: 1, arbitrary: arbitraryOf(schema, unseeded) },
      ),
    }),
  );
  const body = bodies.length === 0 ? fc.constant({ type: '', body: undefined }) : fc.oneof(...bodies);
  const fields = (where: Parameter['in']): fc.Arbitrary<Record<string, unknown>> =>
    parametersOf(
      operation.parameters.filter((each) => each.in === where),
      ports,
      harvest,
      operation,
    );
  const shape = fc.record({
    access: accessOf(operation),
    how: fc.oneof(
      { weight: 5, arbitrary: fc.constant('valid' as const) },
      { weight: 3, arbitrary: fc.constant('mutated' as const) },
      { weight: 2, arbitrary: fc.constant('hostile' as const) },
    ),
    nats: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
    query: fields('query'),
    headers: fields('header'),
    content: body,
    changes: mutations,
    badBody: fc.constantFrom(...hostileBodies),
    badHeaders: fc.constantFrom(...hostileHeaders),
    badQuery: fc.constantFrom(...hostileQueries),
    otherMethod: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'HEAD', 'PROPFIND', 'GET'),
      },
    ),
  });
  return shape.map(({ content, ...rest }) => ({ ...rest, ...content }));
}

function parametersOf(
  parameters: readonly Parameter[],
  ports: ArbitraryPorts,
  harvest: Harvest,
  operation: FuzzedOperation,
): fc.Arbitrary<Record<string, unknown>> {
  const shape = Object.fromEntries(
    parameters.map((each) => [each.name, each.name === 'cursor' ? cursorOf(harvest) : valueOf(each, ports, operation)]),
  );
  const requiredKeys = parameters.filter(({ required }) => required === true).map(({ name }) => name);
  return fc.oneof(
    fc.record(Object.fromEntries(Object.entries(shape).filter(([name]) => requiredKeys.includes(name)))),
    fc.record(shape, { requiredKeys }),
  ) as fc.Arbitrary<Record<string, unknown>>;
}

const cursorOf = (harvest: Harvest): fc.Arbitrary<string> =>
  fc.nat().map((n) => harvest.cursors[n % Math.max(1, harvest.cursors.length)] ?? 'bm93aGVyZQ.0000');

/** What asks for another media type is of the types that the operation has. */
function valueOf(
  { name, schema }: Parameter,
  ports: ArbitraryPorts,
  { replies }: FuzzedOperation,
): fc.Arbitrary<unknown> {
  if (name !== 'Accept') return arbitraryOf(schema, ports);
  const types = Object.values(replies).flatMap(({ content = {} }) => Object.keys(content));
  return fc.constantFrom(...new Set(types), '*/*', 'image/png');
}

function planOf(operation: FuzzedOperation, drawn: Drawn, harvest: Harvest): Plan {
  const path = fill(operation.path, drawn, harvest);
  const isBad = (n: number): boolean => drawn.how === 'hostile' && (drawn.nats[n] ?? 0) % 2 === 0;
  const query = isBad(0)
    ? drawn.badQuery
    : queryOf(drawn.how === 'mutated' ? mutate(drawn.query, drawn.changes) : drawn.query);
  const headers = { ...textsOf(drawn.headers), ...(isBad(1) && !isUnreadable(drawn) ? drawn.badHeaders : {}) };
  const whole = {
    operation,
    method: drawn.otherMethod ?? operation.method,
    path: path + (query === '' ? '' : `?${query}`),
    access: drawn.access,
  };
  if (operation.body === undefined) return { ...whole, headers };
  if (isBad(2))
    return {
      ...whole,
      headers: { 'content-type': drawn.type, ...headers, ...drawn.badBody.headers },
      body: drawn.badBody.bytes,
    };
  const value = drawn.how === 'mutated' ? mutate(drawn.body, drawn.changes) : drawn.body;
  const isText = drawn.type !== 'application/json';
  const body = Buffer.from(isText && typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  return {
    ...whole,
    headers: { 'content-type': drawn.type, ...headers },
    body,
    ...(isText ? {} : { value: { json: JSON.parse(body.toString()) as unknown } }),
  };
}

/** A head that is too large is refused before its method is known, so HEAD would get a body. */
const isUnreadable = ({ otherMethod, badHeaders }: Drawn): boolean => otherMethod === 'HEAD' && 'x-big' in badHeaders;

/** Segments of the farm, left to right: what is below `/v1/jobs`, then what is below that very job. */
function fill(template: string, { nats, how }: Drawn, harvest: Harvest): string {
  let n = 0;
  let path = '';
  for (const segment of template.split('/').slice(1)) {
    const at = n;
    const known = harvest.below(path);
    const filled = segment.replaceAll(/\{\w+\}/g, () => {
      n += 1;
      const nat = nats[at] ?? 0;
      if (how === 'hostile' && nat % 5 === 0) return encodeURIComponent(strange[nat % strange.length] ?? 'x');
      return known.length === 0 ? 'job_00000000000000000000000000' : (known[newest(nat, known.length)] ?? 'x');
    });
    path += `/${filled}`;
  }
  return path;
}

/** The newer, the likelier: what is old may be deleted. */
const newest = (nat: number, length: number): number =>
  length - 1 - (nat % (nat % 3 === 0 ? length : Math.min(length, 5)));

const strange = [
  'x',
  '..',
  '%',
  'job_',
  '🙂',
  '\u0000',
  'a'.repeat(500),
  "'",
  '{id}',
  'job_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '00000000000000000000000000',
  'tpl_00000000000000000000000000',
];

const queryOf = (query: unknown): string =>
  typeof query === 'object' && query !== null
    ? Object.entries(query)
        .map(([name, value]) => `${encode(name)}=${encode(textOf(value)).slice(0, 2_000)}`)
        .join('&')
    : '';

/** Lists by comma; a mutated one may hold anything, even a `toString` of its own. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Lone surrogates have no bytes. */
const encode = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2C', ',');

const textsOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      textOf(value)
        .replaceAll(/[^\x20-\x7e]/g, '?')
        .trim(),
    ]),
  );
