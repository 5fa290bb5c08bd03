/** A valid value made wrong in one or two places: what clients with bugs, and without good will, send. */
import fc from 'fast-check';

export interface Mutation {
  /** Which place, counted over all of them. */
  readonly at: number;
  readonly how: How;
}

type How =
  | { readonly kind: 'drop' }
  | { readonly kind: 'add'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'replace'; readonly value: unknown };

const names = [
  '__proto__',
  'constructor',
  'toString',
  '',
  'id',
  'tenant',
  '🙂',
  'a'.repeat(300),
  'x\u0000y',
  '{{name}}',
];
const values: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  -1e308,
  9_007_199_254_740_993,
  2 ** 53,
  '',
  ' ',
  'null',
  '\u0000',
  '\ud800',
  '‮🙂é̂',
  'x'.repeat(3_000),
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:127.0.0.1]/',
  'file:///etc/passwd',
  'asset://nothing',
  '../../../etc/passwd',
  "' OR 1=1 --",
  '{{x}}',
  '2026-13-45T99:99:99Z',
  [],
  [[]],
  [null],
  {},
  { __proto__x: 1 },
  Array.from({ length: 400 }, (_, n) => n),
];

const changes: fc.Arbitrary<How> = fc.oneof(
  fc.constant({ kind: 'drop' } as const),
  fc.record({ kind: fc.constant('add' as const), name: fc.constantFrom(...names), value: fc.constantFrom(...values) }),
  fc.record({
    kind: fc.constant('replace' as const),
    value: fc.oneof(fc.constantFrom(...values), fc.jsonValue({ maxDepth: 2 })),
  }),
);

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ at: fc.nat(), how: changes }), {
  minLength: 1,
  maxLength: 2,
});

/** @returns a copy; the value itself stays */
export function mutate(value: unknown, list: readonly Mutation[]): unknown {
  let whole: unknown = structuredClone(value);
  for (const { at, how } of list) {
    // A value that stands in two places must not hold itself.
    const change = structuredClone(how);
    const places = placesOf(whole);
    const place = places[at % (places.length + 1)];
    if (place === undefined) whole = change.kind === 'replace' ? change.value : whole;
    else apply(place, change);
  }
  return whole;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly name: string;
}

function placesOf(value: unknown, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder)
    .slice(0, 40)
    .flatMap((name) => [{ holder, name }, ...placesOf(holder[name], depth + 1)]);
}

function apply({ holder, name }: Place, change: How): void {
  switch (change.kind) {
    case 'drop':
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else Reflect.deleteProperty(holder, name);
      return;
    case 'replace':
      holder[name] = change.value;
      return;
    case 'add':
      if (Array.isArray(holder)) holder.push(change.value);
      else
        Object.defineProperty(holder, change.name, {
          value: change.value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
  }
}
