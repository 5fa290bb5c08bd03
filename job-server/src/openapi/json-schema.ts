/** Schemas as JSON Schema 2020-12 for the document: by name where they have one, and without what only zod needs. */
import { apiSchemas } from '@reelyard/contracts';
import { z } from 'zod';

export interface JsonSchema {
  [keyword: string]: unknown;
}

/** What clients send (defaults are optional), or what they get (defaults are there). */
export type Direction = 'input' | 'output';

export interface SchemaOptions {
  /** Replies without a field that they do not name: for tests. Clients take fields that they do not know. */
  readonly isStrict?: boolean;
}

const uri = (name: string): string => `#/components/schemas/${name}`;

/** The named schemas, whoever uses them. */
export function namedSchemas(io: Direction, options: SchemaOptions): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(apiSchemas, { ...settings(io, options), uri });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withoutIdentity(schema as JsonSchema)]),
  );
}

/** A reference when it has a name. */
export function schemaOf(schema: z.ZodType, io: Direction, options: SchemaOptions): JsonSchema {
  const name = apiSchemas.get(schema)?.id;
  if (name !== undefined) return { $ref: uri(name) };
  // A registry of one more: what has a name inside is referred to, as everywhere.
  const registry = z.registry<{ id: string }>();
  for (const [id, known] of apiSchemas._idmap) registry.add(known as z.ZodType, { id });
  registry.add(schema, { id: anonymous });
  const { schemas } = z.toJSONSchema(registry, { ...settings(io, options), uri });
  return withoutIdentity(schemas[anonymous] as JsonSchema);
}

const anonymous = '-';

const settings = (io: Direction, { isStrict = false }: SchemaOptions) =>
  ({
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
      // The format says it, and the pattern is half a page.
      if (jsonSchema['format'] === 'date-time') delete jsonSchema['pattern'];
      const isClosed = zodSchema._zod.def.type === 'object' && zodSchema._zod.def.catchall !== undefined;
      if (io === 'output' && !isClosed && !isStrict && jsonSchema['additionalProperties'] === false) {
        delete jsonSchema['additionalProperties'];
      }
    },
  }) as const;

function withoutIdentity({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
