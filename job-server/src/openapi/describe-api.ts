/**
 * The OpenAPI 3.1 document of the declared operations. Pure: the same declarations give the same document. A named schema that clients send
 * and get must be one and the same, so that one name says it.
 */
import { type Operation } from '../http/operation.ts';
import { describeOperation } from './describe-operation.ts';
import { type JsonSchema, type SchemaOptions, namedSchemas } from './json-schema.ts';

export interface ApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly security: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema };
}

const description = 'Submit compositions, follow their jobs, fetch the videos. Errors are RFC 9457 problem documents.';

export function describeApi(operations: readonly Operation[], options: SchemaOptions = {}): ApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const spec of operations) {
    paths[spec.path] = { ...paths[spec.path], [spec.method]: describeOperation(spec, options) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Reelyard', version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas: componentsOf(paths, options),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'ryk_<tenant>_<id>_<secret>' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
  };
}

/** The named schemas in use, as their users see them. */
function componentsOf(paths: Readonly<Record<string, object>>, options: SchemaOptions): Record<string, JsonSchema> {
  const sent = namedSchemas('input', options);
  const got = namedSchemas('output', options);
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods) as JsonSchema[]);
  const asked = reach(
    operations.map(({ requestBody }) => requestBody),
    sent,
  );
  const answered = reach(
    operations.map(({ parameters, responses }) => [parameters, responses]),
    got,
  );
  const both = [...asked].filter(
    (name) => answered.has(name) && JSON.stringify(sent[name]) !== JSON.stringify(got[name]),
  );
  if (both.length > 0) throw new Error(`sent and got under one name, yet not alike: ${both.join(', ')}`);
  const names = [...new Set([...asked, ...answered])].sort();
  return Object.fromEntries(names.map((name) => [name, (answered.has(name) ? got[name] : sent[name]) ?? {}]));
}

const pattern = /"#\/components\/schemas\/([^"]+)"/g;

const namesIn = (value: unknown): string[] =>
  [...(JSON.stringify(value) ?? '').matchAll(pattern)].map((match) => match[1] ?? '');

/** Names that a value refers to, directly or through others. */
function reach(from: unknown, schemas: Readonly<Record<string, JsonSchema>>): Set<string> {
  const seen = new Set<string>();
  const open = namesIn(from);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...namesIn(schemas[name]));
  }
  return seen;
}
