/** An operation as OpenAPI 3.1 writes it. */
import { apiProblem } from '@reelyard/contracts';
import { type z } from 'zod';
import { type ProblemCode, problemTable } from '../core/problem-table.ts';
import { type Operation, type ReplySpec, problemsOf } from '../http/operation.ts';
import { type JsonSchema, type SchemaOptions, schemaOf } from './json-schema.ts';

const jsonType = 'application/json';
const problemType = 'application/problem+json';

export function describeOperation(spec: Operation, options: SchemaOptions): JsonSchema {
  const parameters = [...pathParameters(spec, options), ...queryParameters(spec, options), ...headerParameters(spec)];
  return {
    operationId: spec.id,
    summary: spec.summary,
    ...(spec.access === 'open' ? { security: [] } : { 'x-scope': spec.access }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(spec.body === undefined ? {} : { requestBody: describeBody(spec.body, options) }),
    responses: withLimits(spec, describeReplies(spec, options)),
  };
}

const pathParameters = ({ params = {} }: Operation, options: SchemaOptions): JsonSchema[] =>
  Object.entries(params).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(schema, 'output', options),
  }));

const queryParameters = ({ query = {} }: Operation, options: SchemaOptions): JsonSchema[] =>
  Object.entries(query).map(([name, parameter]) => {
    const schema = schemaOf(parameter as z.ZodType, 'output', options);
    const isList = schema['type'] === 'array';
    const isRequired = !(parameter as z.ZodType).safeParse(undefined).success;
    return {
      name,
      in: 'query',
      ...(isRequired ? { required: true } : {}),
      // Lists by comma: `a,b`.
      ...(isList ? { style: 'form', explode: false } : {}),
      schema,
    };
  });

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same body gets the first reply again, for 72 h',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const headerParameters = ({ headers = {}, isIdempotent }: Operation): JsonSchema[] => [
  ...(isIdempotent === true ? [idempotencyKey] : []),
  ...Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  })),
];

function describeBody({ schema, content = {} }: NonNullable<Operation['body']>, options: SchemaOptions): JsonSchema {
  return { required: true, content: contentOf({ [jsonType]: schema, ...content }, 'input', options) };
}

function describeReplies(spec: Operation, options: SchemaOptions): JsonSchema {
  const codes = problemsOf(spec);
  const statuses = [...new Set(codes.map((code) => problemTable[code].status))];
  const replies = Object.entries(spec.replies).map(
    ([status, reply]) => [status, describeReply(reply, options)] as const,
  );
  const refusals = statuses.map((status) => {
    const those = codes.filter((code) => problemTable[code].status === status);
    return [String(status), describeProblem(status, those)] as const;
  });
  return Object.fromEntries([...replies, ...refusals].sort(([a], [b]) => Number(a) - Number(b)));
}

function describeReply(
  { description, schema, content = {}, headers = {} }: ReplySpec,
  options: SchemaOptions,
): JsonSchema {
  const bodies = { ...(schema === undefined ? {} : { [jsonType]: schema }), ...content };
  return {
    description,
    headers: { ...requestIdHeader, ...headersOf(headers) },
    ...(Object.keys(bodies).length === 0 ? {} : { content: contentOf(bodies, 'output', options) }),
  };
}

/** Of every reply to a key whose requests are limited. */
const limitHeaders = {
  'RateLimit-Policy': {
    description: 'The limit, `q` requests in `w` seconds; absent without one',
    schema: { type: 'string' },
  },
  RateLimit: { description: '`r` requests are left, all of them again in `t` seconds', schema: { type: 'string' } },
};

function withLimits({ access }: Operation, responses: JsonSchema): JsonSchema {
  if (access === 'open') return responses;
  const entries = Object.entries(responses as Record<string, { headers?: object }>);
  return Object.fromEntries(
    entries.map(([status, reply]) => [status, { ...reply, headers: { ...reply.headers, ...limitHeaders } }]),
  );
}

const headersOf = (headers: Readonly<Record<string, string>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, required: true, schema: { type: 'string' } },
    ]),
  );

const requestIdHeader = headersOf({ 'X-Request-Id': "Of the request, or the server's own; stands in its log" });

function contentOf(
  bodies: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
  options: SchemaOptions,
): JsonSchema {
  return Object.fromEntries(
    Object.entries(bodies).map(([type, schema]) => [type, { schema: schemaOf(schema, io, options) }]),
  );
}

/** Statuses that always say when to come back. */
const retriedAt: ReadonlySet<number> = new Set([429, 503]);

/** A problem of this status with one of its codes. */
export function describeProblem(status: number, codes: readonly ProblemCode[]): JsonSchema {
  const titles = codes.map((code) => problemTable[code].title);
  const known = { type: 'object', properties: { code: { enum: codes, 'x-open': true } } };
  return {
    description: titles.join(' · '),
    headers: {
      ...requestIdHeader,
      ...(retriedAt.has(status) ? headersOf({ 'Retry-After': 'Seconds to wait' }) : {}),
    },
    content: { [problemType]: { schema: { allOf: [schemaOf(apiProblem, 'output', {}), known] } } },
  };
}
