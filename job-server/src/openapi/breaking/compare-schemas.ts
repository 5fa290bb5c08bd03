/** Every way in which a new version of a schema breaks clients of the old one, through all its levels. */
import { type JsonSchema } from '../json-schema.ts';
import { compareValues } from './compare-values.ts';
import { type Breach, type Documents, type Pair, isSchema, listOf, resolve, schemasIn } from './schema-pair.ts';

export function compareSchemas(pair: Pair, documents: Documents, seen: ReadonlySet<string> = new Set()): Breach[] {
  // A schema that refers to itself is compared once on a way down.
  const name = `${String(pair.before['$ref'])} ${String(pair.after['$ref'])}`;
  const isNamed = pair.before['$ref'] !== undefined && pair.after['$ref'] !== undefined;
  if (isNamed && seen.has(name)) return [];
  const below = isNamed ? new Set([...seen, name]) : seen;
  const before = resolve(pair.before, documents.before);
  const after = resolve(pair.after, documents.after);
  if (unionOf(before) ?? unionOf(after)) return compareUnions({ ...pair, before, after }, documents, below);
  const { way, where } = pair;
  const down = (step: string, a: unknown, b: unknown): Breach[] =>
    isSchema(a) && isSchema(b)
      ? compareSchemas({ way, where: `${where}/${step}`, before: a, after: b }, documents, below)
      : [];
  const own = [...compareValues({ ...pair, before, after }), ...compareFields({ ...pair, before, after })];
  const inner = Object.keys(schemasIn(before['properties'])).flatMap((field) =>
    down(field, schemasIn(before['properties'])[field], schemasIn(after['properties'])[field]),
  );
  const parts = listOf(before['allOf']).flatMap((part, i) => down('', part, listOf(after['allOf'])[i]));
  return [
    ...own.map((what) => ({ where, what })),
    ...inner,
    ...parts,
    ...down('*', before['items'], after['items']),
    ...down('*', before['additionalProperties'], after['additionalProperties']),
  ];
}

const unionOf = (schema: JsonSchema): readonly JsonSchema[] | undefined =>
  (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;

/** Each option of the narrower side needs one of the wider side that holds it. */
function compareUnions(pair: Pair, documents: Documents, seen: ReadonlySet<string>): Breach[] {
  const { way, where } = pair;
  const had = unionOf(pair.before) ?? [pair.before];
  const has = unionOf(pair.after) ?? [pair.after];
  const [narrow, wide] = way === 'request' ? [had, has] : [has, had];
  const compare = (one: JsonSchema, other: JsonSchema, step: string): Breach[] => {
    const [before, after] = way === 'request' ? [one, other] : [other, one];
    return compareSchemas({ way, where: `${where}${step}`, before, after }, documents, seen);
  };
  return narrow.flatMap((option) => {
    const mark = markOf(option);
    const tries = wide.map((other) => ({
      other,
      breaches: compare(option, other, mark === undefined ? '' : `/${mark}`),
    }));
    if (tries.some(({ breaches }) => breaches.length === 0)) return [];
    // Of the same kind: what is wrong in it says more than that no option fits.
    const twin = tries.find(({ other }) => isTwin(option, other));
    const lost = way === 'request' ? 'an option is not taken any more' : 'may be of another kind now';
    return twin?.breaches ?? [{ where: mark === undefined ? where : `${where}/${mark}`, what: lost }];
  });
}

/** Of one name, or of one kind. */
function isTwin(one: JsonSchema, other: JsonSchema): boolean {
  const mark = one['$ref'] ?? markOf(one);
  return mark !== undefined && mark === (other['$ref'] ?? markOf(other));
}

/** The constant of a tagged option: `mp4` of `{ kind: 'mp4', … }`. */
function markOf(option: JsonSchema): string | undefined {
  const constants = Object.values(schemasIn(option['properties'])).flatMap((field) => field['const'] ?? []);
  return constants.length === 0 ? undefined : String(constants[0]);
}

function compareFields({ way, before, after }: Pair): string[] {
  const [had, has] = [schemasIn(before['properties']), schemasIn(after['properties'])];
  const removed = Object.keys(had)
    .filter((field) => has[field] === undefined)
    .map((field) => `${field} is removed`);
  const [needed, needs] = [listOf(before['required']).map(String), listOf(after['required']).map(String)];
  if (way === 'reply') {
    const maybe = needed.filter((field) => has[field] !== undefined && !needs.includes(field));
    return [...removed, ...maybe.map((field) => `${field} may be absent now`)];
  }
  const closed = after['additionalProperties'] === false && before['additionalProperties'] !== false;
  const wasObject = Object.keys(had).length > 0 || before['type'] === 'object';
  return [
    ...removed,
    ...needs.filter((field) => !needed.includes(field)).map((field) => `${field} is required now`),
    ...(closed && wasObject ? ['unknown fields are refused now'] : []),
  ];
}
