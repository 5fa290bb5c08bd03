/**
 * Two versions of one schema and which way its values go. In a request the new one must take all that the old one took; in a reply it must
 * give nothing that the old one did not. References are followed in their own document.
 */
import { type JsonSchema } from '../json-schema.ts';

export type Way = 'request' | 'reply';

export interface Breach {
  /** Operation, and the place in it: `POST /v1/jobs request /lane`. */
  readonly where: string;
  readonly what: string;
}

export type Components = Readonly<Record<string, JsonSchema>>;

export interface Pair {
  readonly way: Way;
  readonly where: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

export interface Documents {
  readonly before: Components;
  readonly after: Components;
}

/** What a reference stands for, with what stands beside it. */
export function resolve(schema: JsonSchema, components: Components): JsonSchema {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string') return schema;
  const target = components[$ref.slice($ref.lastIndexOf('/') + 1)];
  if (target === undefined) throw new Error(`the document has no ${$ref}`);
  return { ...resolve(target, components), ...rest };
}

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const schemasIn = (value: unknown): Readonly<Record<string, JsonSchema>> =>
  isSchema(value) ? (value as Record<string, JsonSchema>) : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
