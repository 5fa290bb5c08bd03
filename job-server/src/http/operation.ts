/**
 * One operation of the API as a declaration. The router, the OpenAPI document, the table in the docs and the checks of replies in tests are
 * all made from it, so it is the only place that says what the operation takes and answers. Checked when it is declared: every `{name}` of
 * the path has its schema.
 */
import { type KeyScope } from '@reelyard/contracts';
import { type z } from 'zod';
import { type ProblemCode } from '../core/problem-table.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a key must be allowed to do. `open`: no key at all. */
export type Access = 'open' | KeyScope;

export interface ReplySpec {
  readonly description: string;
  /** Of the JSON body; absent: the reply has none, or none of JSON. */
  readonly schema?: z.ZodType;
  /** Other media types than JSON, with what a body of it is. */
  readonly content?: Readonly<Record<string, z.ZodType>>;
  /** Headers that always come with it, by name, and what they say. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BodySpec {
  readonly schema: z.ZodType;
  /** Besides `application/json`. */
  readonly content?: Readonly<Record<string, z.ZodType>>;
}

/** Query parameters by name; parsed from text, so numbers are `z.coerce`d. A wrong one is 400 `invalid_query` before the route runs. */
export type QueryShape = z.ZodRawShape;

export interface Operation<Q extends QueryShape = QueryShape> {
  /** What generated clients call it. */
  readonly id: string;
  readonly method: Method;
  /** As OpenAPI writes it: `/v1/jobs/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Schema of each `{name}` of the path. A value that does not meet it is 404: there can be no such thing. */
  readonly params?: Readonly<Record<string, z.ZodType>>;
  readonly query?: Q;
  /** Request headers that change the answer, by name, and what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodySpec;
  /** Takes an Idempotency-Key. */
  readonly isIdempotent?: boolean;
  /** Logs at debug: health checks come every few seconds. */
  readonly isQuiet?: boolean;
  readonly replies: Readonly<Record<number, ReplySpec>>;
  /** Refusals of its own; those that follow from what is declared above (401, 404 of a path with an id, 413 of a body …) need no word. */
  readonly problems?: readonly ProblemCode[];
}

/** @throws Error when path and params disagree */
export function operation<Q extends QueryShape>(declared: Operation<Q>): Operation<Q> {
  const named = namesOf(declared.path).sort().join();
  const described = Object.keys(declared.params ?? {})
    .sort()
    .join();
  if (named !== described) throw new Error(`${declared.id}: the path names {${named}}, the params are {${described}}`);
  return declared;
}

export const namesOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

/** As logs name it. */
export const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path}`;

/** Express's spelling: `:id`, and what its patterns would read as their own is escaped. */
export const expressPath = (path: string): string =>
  path.replaceAll(/[:*?+()[\]!\\]/g, (character) => `\\${character}`).replaceAll(/\{(\w+)\}/g, ':$1');

const always: readonly ProblemCode[] = ['malformed_request', 'invalid_query', 'internal', 'dependency_unavailable'];
const ofKey: readonly ProblemCode[] = ['unauthorized', 'rate_limited'];
const ofBody: readonly ProblemCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type', 'limit_depth'];
const ofIdempotency: readonly ProblemCode[] = ['invalid_idempotency_key', 'idempotency_key_reused'];

/** Every problem that the operation may answer. */
export function problemsOf(spec: Operation): ProblemCode[] {
  const codes = [
    ...always,
    ...(spec.access === 'open' ? [] : ofKey),
    // Every key may read.
    ...(spec.access === 'open' || spec.access === 'read' ? [] : (['forbidden'] as const)),
    ...(spec.params === undefined ? [] : (['not_found'] as const)),
    ...(spec.body === undefined ? [] : ofBody),
    ...(spec.isIdempotent === true ? ofIdempotency : []),
    ...(spec.problems ?? []),
  ];
  return [...new Set(codes)];
}
