/**
 * Reads a value by a schema of `@shotstack/schemas` (JSON Schema 2020-12, the keywords that it uses). Every fault gets its own pointer: of
 * the alternatives of an asset the one that its `type` names is the one that counts. Texts that stand for a number or a boolean, as merge
 * fields leave them behind, become one, with a note.
 */
import { edit } from '@shotstack/schemas/json';
import { type JsonObject, isObject } from './json.ts';
import { type Path, type Report } from './report.ts';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly default?: unknown;
}

interface EditSchema extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
}

export const editSchema = edit as unknown as EditSchema;

/** The schema that a `$ref` points to, for example `#/$defs/Clip/properties/fit`. */
export function dereference(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  let found: unknown = editSchema;
  for (const part of schema.$ref.split('/').slice(1)) {
    found = Array.isArray(found) ? found[Number(part)] : isObject(found) ? found[part] : undefined;
  }
  if (!isObject(found)) throw new TypeError(`the schema has no ${schema.$ref}`);
  return dereference(found as Schema);
}

const words = (type: Schema['type']) =>
  [type ?? 'something']
    .flat()
    .map((name) => (/^[aeiou]/u.test(name) ? `an ${name}` : `a ${name}`))
    .join(' or ');

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** Whether a value could be meant for a schema: what tells the alternatives of a oneOf apart. */
function isMeantFor(schema: Schema, value: unknown): boolean {
  const { type } = dereference(schema);
  return (
    type === undefined ||
    [type].flat().some((name) => name === typeOf(value) || (name === 'integer' && typeof value === 'number'))
  );
}

const numeric = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu;

function coerce(schema: Schema, value: unknown, path: Path, report: Report): unknown {
  if (typeof value !== 'string') return value;
  const wantsNumber = schema.type === 'number' || schema.type === 'integer' || typeof schema.enum?.[0] === 'number';
  const isBoolean = schema.type === 'boolean' && (value === 'true' || value === 'false');
  if (!isBoolean && !(wantsNumber && numeric.test(value))) return value;
  report.note(path, 'coerced', `the text ${JSON.stringify(value)} is taken for a ${isBoolean ? 'boolean' : 'number'}`);
  return isBoolean ? value === 'true' : Number(value);
}

function checkNumber(schema: Schema, value: number, refuse: (code: string, detail: string) => void): void {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (schema.type === 'integer' && !Number.isInteger(value)) refuse('invalid_type', 'must be a whole number');
  else if (value < minimum) refuse('too_small', `must be at least ${minimum}`);
  else if (value > maximum) refuse('too_big', `must be at most ${maximum}`);
}

function checkText(schema: Schema, value: string, refuse: (code: string, detail: string) => void): void {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  if (value.length < minLength) refuse('too_small', `must have at least ${minLength} characters`);
  else if (value.length > maxLength) refuse('too_big', `must have at most ${maxLength} characters`);
  else if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    refuse('invalid_format', `does not match ${pattern}`);
}

function readList(schema: Schema, list: readonly unknown[], path: Path, report: Report): unknown {
  const { minItems = 0, items = {} } = schema;
  if (list.length < minItems) report.refuse(path, 'too_small', `must have at least ${minItems} items`);
  return list.map((item, index) => readBySchema(items, item, [...path, index], report));
}

function readFields(schema: Schema, value: JsonObject, path: Path, report: Report): JsonObject {
  const { properties = {}, required = [] } = schema;
  for (const key of required) {
    if (value[key] === undefined || value[key] === null) report.refuse([...path, key], 'missing', 'is required');
  }
  const read: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own && (item === null || item === undefined)) continue;
    if (own) read.push([key, readBySchema(own, item, [...path, key], report)]);
    else if (schema.additionalProperties === false)
      report.refuse([...path, key], 'unknown_field', 'is not part of a Shotstack edit');
    else read.push([key, item]);
  }
  return Object.fromEntries(read);
}

/** The value of the property that tells the alternatives of an object apart. */
function tagOf(schema: Schema, name: string): unknown {
  const property = dereference(schema).properties?.[name];
  return property?.enum?.[0] ?? (name === 'provider' ? property?.default : undefined);
}

/** The alternative that a value is meant for: by the `type` of an asset, else by its JSON type. */
function choose(options: readonly Schema[], value: unknown, path: Path, report: Report): Schema | undefined {
  const tag = ['type', 'provider'].find((name) => options.some((option) => tagOf(option, name) !== undefined));
  if (isObject(value) && tag !== undefined) {
    const tags = options.map((option) => tagOf(option, tag));
    const index = tags.findIndex((known) => known !== undefined && known === value[tag]);
    if (index >= 0) return options[index];
    const known = tags.filter((name) => name !== undefined).join(', ');
    report.refuse([...path, tag], 'invalid_value', `is not one of ${known}`);
    return undefined;
  }
  const fitting = options.find((option) => isMeantFor(option, value) && !isRefusedText(option, value));
  if (fitting) return fitting;
  const wantsNumber = options.find((option) => dereference(option).type === 'number');
  return (
    (typeof value === 'string' && numeric.test(value) ? wantsNumber : undefined) ?? refuseAll(options, path, report)
  );
}

function isRefusedText(schema: Schema, value: unknown): boolean {
  const { pattern, enum: allowed } = dereference(schema);
  if (typeof value !== 'string') return false;
  return (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) || allowed?.includes(value) === false;
}

function refuseAll(options: readonly Schema[], path: Path, report: Report): undefined {
  const sentences = options.map(dereference).map(({ type, pattern, enum: allowed }) => {
    if (allowed) return allowed.join(', ');
    return pattern === undefined ? words(type) : `a text that matches ${pattern}`;
  });
  report.refuse(path, 'invalid_value', `must be ${sentences.join(' or ')}`);
  return undefined;
}

/** The value as the schema has it; faults go to the report. */
export function readBySchema(given: Schema, value: unknown, path: Path, report: Report): unknown {
  const schema = dereference(given);
  const options = schema.oneOf ?? schema.anyOf;
  if (options) {
    const option = choose(options, value, path, report);
    return option ? readBySchema(option, value, path, report) : value;
  }
  const read = coerce(schema, value, path, report);
  const refuse = (code: string, detail: string) => report.refuse(path, code, detail);
  if (schema.enum && !schema.enum.includes(read)) {
    refuse('invalid_value', `must be one of ${schema.enum.join(', ')}`);
    return read;
  }
  if (!isMeantFor(schema, read)) {
    refuse('invalid_type', `must be ${words(schema.type)}`);
    return read;
  }
  if (typeof read === 'number') checkNumber(schema, read, refuse);
  if (typeof read === 'string') checkText(schema, read, refuse);
  if (Array.isArray(read)) return readList(schema, read, path, report);
  return isObject(read) ? readFields(schema, read, path, report) : read;
}
