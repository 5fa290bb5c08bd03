/**
 * Values of a JSON Schema as fast-check arbitraries: what the document promises to take. Objects come bare (what is required) as often as full;
 * numbers and lengths come at their bounds as often as between. Names of things (`^tpl_…`) are of the farm when it has any.
 */
import fc from 'fast-check';
import { type Schema } from './api-document.ts';

export interface ArbitraryPorts {
  readonly schemas: Readonly<Record<string, Schema>>;
  /** In place of a named schema: what cannot be said in JSON Schema. */
  readonly seeds: Readonly<Record<string, fc.Arbitrary<unknown>>>;
  /** Addresses that the farm may call, and others. */
  readonly uri: fc.Arbitrary<string>;
  /** A name of the farm by its prefix, when it has one: read when it is drawn. */
  pick(prefix: string, n: number): string | undefined;
}

type Arb = fc.Arbitrary<unknown>;

const deepest = 14;
/** Longer texts and lists cost time and find nothing more; the limits themselves are tried by mutations. */
const longest = 80;
const fullest = 4;

export function arbitraryOf(schema: Schema, ports: ArbitraryPorts): Arb {
  const named = new Map<string, Arb>();
  const of = (part: Schema, depth: number): Arb => {
    if (depth > deepest) return fc.constant(null);
    const ref = part['$ref'];
    if (typeof ref === 'string') return refer(ref.split('/').at(-1) ?? '', depth);
    if ('const' in part) return fc.constant(part['const']);
    if (Array.isArray(part['enum'])) return fc.constantFrom(...(part['enum'] as unknown[]));
    const any = part['anyOf'] ?? part['oneOf'];
    if (Array.isArray(any)) return fc.oneof(...(any as Schema[]).map((each) => of(each, depth + 1)));
    if (Array.isArray(part['allOf'])) return merged(part['allOf'] as Schema[], depth);
    return plain(part, depth, of, ports);
  };
  const refer = (name: string, depth: number): Arb => {
    const seed = ports.seeds[name];
    if (seed) return seed;
    const known = named.get(name);
    if (known) return known;
    // Set before it is made: a schema that names itself ends in plain JSON.
    named.set(name, fc.jsonValue({ maxDepth: 1 }));
    const made = of(ports.schemas[name] ?? {}, depth + 1);
    named.set(name, made);
    return made;
  };
  const merged = (parts: readonly Schema[], depth: number): Arb =>
    fc.tuple(...parts.map((each) => of(each, depth + 1))).map((values) => Object.assign({}, ...values) as object);
  return of(schema, 0);
}

type Recur = (part: Schema, depth: number) => Arb;

function plain(part: Schema, depth: number, of: Recur, ports: ArbitraryPorts): Arb {
  switch (part['type']) {
    case 'string':
      return textOf(part, ports);
    case 'integer':
    case 'number':
      return numberOf(part);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(part, depth, of);
    case 'object':
      return objectOf(part, depth, of, ports);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const numberIn = (part: Schema, name: string): number | undefined =>
  typeof part[name] === 'number' ? part[name] : undefined;

function numberOf(part: Schema): Arb {
  const above = numberIn(part, 'exclusiveMinimum');
  const min = numberIn(part, 'minimum') ?? (above === undefined ? -1_000 : above + 0.001);
  const max = numberIn(part, 'maximum') ?? numberIn(part, 'exclusiveMaximum') ?? Math.max(min, 0) + 1_000_000;
  const step = numberIn(part, 'multipleOf');
  if (part['type'] === 'number') return fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true }));
  const [low, high] = [Math.ceil(min), Math.floor(max)];
  const small = Math.min(high, low + 20);
  const whole = fc.oneof(
    fc.constantFrom(low, high),
    fc.integer({ min: low, max: small }),
    fc.integer({ min: low, max: high }),
  );
  return step === undefined
    ? whole
    : whole.map((value) => Math.max(Math.ceil(low / step), Math.floor(value / step)) * step);
}

function textOf(part: Schema, ports: ArbitraryPorts): Arb {
  const { pattern, format } = part as { pattern?: string; format?: string };
  if (format === 'date-time') return instant;
  if (format === 'uri') return ports.uri;
  if (pattern !== undefined) return patterned(pattern, ports);
  const minLength = Math.min(numberIn(part, 'minLength') ?? 0, longest);
  const maxLength = Math.min(numberIn(part, 'maxLength') ?? longest, longest);
  const lengths = { minLength, maxLength };
  return fc.oneof(
    fc.string(lengths),
    fc.string({ ...lengths, unit: 'grapheme-ascii' }),
    fc.lorem({ maxCount: 1 }).map((text) => text.slice(0, maxLength).padEnd(minLength, 'x')),
  );
}

const days = 86_400_000;
/** Around now, where instants matter. */
const instant = fc.oneof(
  fc.integer({ min: -40, max: 12 }).map((days_) => new Date(Date.now() + days_ * days).toISOString()),
  fc.constantFrom('2020-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-28T23:59:59+05:30'),
);

function patterned(pattern: string, { pick }: ArbitraryPorts): Arb {
  const shaped = fc.stringMatching(new RegExp(pattern.replaceAll('[^]', '[\\s\\S]')));
  const prefix = /^\^([a-z]+)_/.exec(pattern)?.[1];
  if (prefix === undefined) return shaped;
  const known = fc.nat().chain((n) => {
    const found = pick(prefix, n);
    return found === undefined ? shaped : fc.constant(found);
  });
  return fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: shaped });
}

function listOf(part: Schema, depth: number, of: Recur): Arb {
  const parts = part['prefixItems'];
  if (Array.isArray(parts)) return fc.tuple(...(parts as Schema[]).map((each) => of(each, depth + 1)));
  const minLength = numberIn(part, 'minItems') ?? 0;
  const maxLength = Math.max(minLength, Math.min(numberIn(part, 'maxItems') ?? fullest, fullest));
  const items = of((part['items'] as Schema | undefined) ?? {}, depth + 1);
  const isSet = part['uniqueItems'] === true;
  const options = { minLength, maxLength };
  return isSet
    ? fc.uniqueArray(items, { ...options, selector: (value) => JSON.stringify(value) })
    : fc.array(items, options);
}

/** Fields that are addresses, though their schema says no more than that they are text. */
const isAddress = (name: string, schema: Schema): boolean =>
  /^(?:url|uri|.*Url)$/.test(name) && schema['type'] === 'string';

function objectOf(part: Schema, depth: number, of: Recur, ports: ArbitraryPorts): Arb {
  const properties = Object.entries((part['properties'] as Record<string, Schema> | undefined) ?? {});
  const required = new Set((part['required'] as string[] | undefined) ?? []);
  const shape = Object.fromEntries(
    properties.map(([name, schema]) => [name, isAddress(name, schema) ? ports.uri : of(schema, depth + 1)]),
  );
  const bare = Object.fromEntries(Object.entries(shape).filter(([name]) => required.has(name)));
  const full = fc.record(shape, { requiredKeys: [...required] });
  const named = part['additionalProperties'];
  if (properties.length === 0 && typeof named === 'object' && named !== null) {
    const keys = part['propertyNames'] as Schema | undefined;
    const key = (keys === undefined ? fc.string() : of({ type: 'string', ...keys }, depth + 1)) as fc.Arbitrary<string>;
    return fc.dictionary(key, of(named as Schema, depth + 1), { maxKeys: fullest });
  }
  return fc.oneof(fc.record(bare), full);
}
