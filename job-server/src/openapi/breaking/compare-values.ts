/** What one level of a schema says of a value: type, words, limits. */
import { type JsonSchema } from '../json-schema.ts';
import { type Pair, type Way, listOf } from './schema-pair.ts';

/** The reasons why the level breaks clients. */
export function compareValues({ way, before, after }: Pair): string[] {
  return [
    ...compareTypes(way, before, after),
    ...compareWords(way, before, after),
    ...compareLimits(way, before, after),
  ];
}

/** Undefined: of any type. */
function typesOf({ type, enum: words, const: only }: JsonSchema): readonly string[] | undefined {
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  const values = words === undefined ? (only === undefined ? undefined : [only]) : listOf(words);
  return values?.map((value) => (value === null ? 'null' : typeof value));
}

function compareTypes(way: Way, before: JsonSchema, after: JsonSchema): string[] {
  // The wider one is who must hold all of the narrower one.
  const [narrow, wide] = way === 'request' ? [typesOf(before), typesOf(after)] : [typesOf(after), typesOf(before)];
  if (wide === undefined) return [];
  if (narrow === undefined) return [way === 'request' ? `now only ${wide.join(', ')}` : 'may be of any type now'];
  const left = narrow.filter((type) => !wide.includes(type) && !(type === 'integer' && wide.includes('number')));
  if (left.length === 0) return [];
  return [way === 'request' ? `${left.join(', ')} is not taken any more` : `may be ${left.join(', ')} now`];
}

const wordsOf = (schema: JsonSchema): readonly unknown[] | undefined =>
  schema['const'] === undefined ? (schema['enum'] as unknown[] | undefined) : [schema['const']];

function compareWords(way: Way, before: JsonSchema, after: JsonSchema): string[] {
  const [had, has] = [wordsOf(before), wordsOf(after)];
  const show = (words: readonly unknown[]): string => words.map((word) => JSON.stringify(word)).join(', ');
  if (way === 'request') {
    if (has === undefined) return [];
    if (had === undefined) return [`now only ${show(has)}`];
    const gone = had.filter((word) => !has.includes(word));
    return gone.length === 0 ? [] : [`${show(gone)} is not taken any more`];
  }
  // Clients were told to expect more words.
  if (had === undefined || before['x-open'] === true) return [];
  if (has === undefined) return ['may be any word now'];
  const more = has.filter((word) => !had.includes(word));
  return more.length === 0 ? [] : [`may be ${show(more)} now`];
}

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const exact = ['pattern', 'format', 'multipleOf'];

function compareLimits(way: Way, before: JsonSchema, after: JsonSchema): string[] {
  const numberOf = (schema: JsonSchema, name: string, none: number): number => Number(schema[name] ?? none);
  const inf = Number.POSITIVE_INFINITY;
  if (way === 'reply') {
    return exact
      .filter((name) => before[name] !== undefined && before[name] !== after[name])
      .map(changed(before, after));
  }
  return [
    ...upper.filter((name) => numberOf(after, name, inf) < numberOf(before, name, inf)),
    ...lower.filter((name) => numberOf(after, name, -inf) > numberOf(before, name, -inf)),
    ...exact.filter((name) => after[name] !== undefined && before[name] !== after[name]),
    ...['default'].filter((name) => before[name] !== undefined && !isAlike(before[name], after[name])),
  ].map(changed(before, after));
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changed = (before: JsonSchema, after: JsonSchema) => (name: string) =>
  `${name} was ${JSON.stringify(before[name]) ?? 'open'} and is ${JSON.stringify(after[name]) ?? 'open'}`;
