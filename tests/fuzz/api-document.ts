/** The OpenAPI document that a running server serves, as the fuzzer reads it: operations with their parameters, bodies and replies. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface ReplyDescription {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface FuzzedOperation {
  /** `POST /v1/jobs`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Absent: no key is needed. */
  readonly scope?: Scope;
  readonly parameters: readonly Parameter[];
  readonly body?: ReplyDescription['content'];
  readonly replies: Readonly<Record<string, ReplyDescription>>;
}

export type Scope = 'read' | 'render' | 'admin';

export interface ApiDocument {
  readonly operations: readonly FuzzedOperation[];
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Problems of a value, or undefined. */
  check(schema: Schema, value: unknown): string | undefined;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Described {
  readonly 'x-scope'?: Scope;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: NonNullable<ReplyDescription['content']> };
  readonly responses: Readonly<Record<string, ReplyDescription>>;
}

export async function readDocument(origin: string): Promise<ApiDocument> {
  const reply = await fetch(`${origin}/openapi.json`);
  const api = (await reply.json()) as OpenApi;
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(method.toUpperCase(), path, described)),
  );
  return { operations, schemas: api.components.schemas, check: checker(api) };
}

const operationOf = (method: string, path: string, described: Described): FuzzedOperation => ({
  name: `${method} ${path}`,
  ...{ method, path },
  ...(described['x-scope'] === undefined ? {} : { scope: described['x-scope'] }),
  parameters: described.parameters ?? [],
  ...(described.requestBody === undefined ? {} : { body: described.requestBody.content }),
  replies: described.responses,
});

function checker({ components }: OpenApi): ApiDocument['check'] {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false });
  formatsModule.default(ajv);
  const base = 'reelyard:served';
  ajv.addSchema({ $id: base, components });
  const compiled = new Map<Schema, ValidateFunction>();
  const compile = (schema: Schema): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', `"${base}#/components/`);
    return ajv.compile(JSON.parse(text) as object);
  };
  return (schema, value) => {
    const validate = compiled.get(schema) ?? compile(schema);
    compiled.set(schema, validate);
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: '' });
  };
}
