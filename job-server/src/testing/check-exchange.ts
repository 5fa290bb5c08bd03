/**
 * Holds what a server answers to the OpenAPI document: status, media type, headers and body, and on an accepted request also the body that
 * was sent. The document is the published one, but closed: a field that a reply's schema does not name is an error here. Throws an Error that
 * names operation, status and pointer.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';
import { endpoints } from '../http/endpoints.ts';
import { type Operation, nameOf } from '../http/operation.ts';
import { type ApiDocument, describeApi } from '../openapi/describe-api.ts';
import { describeProblem } from '../openapi/describe-operation.ts';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Of the body; JSON where it is not told. */
  readonly type?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, { required?: boolean }>>;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}

const operations = endpoints.map(({ operation }) => operation);
const document = describeApi(operations, { isStrict: true });
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
formatsModule.default(ajv);
// The address is a name of the document alone; nothing is fetched.
const base = 'reelyard:api';
ajv.addSchema({ $id: base, components: document.components });

const compiled = new Map<object, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"#/components/', `"${base}#/components/`);
  const made = ajv.compile(JSON.parse(text) as object);
  compiled.set(schema, made);
  return made;
}

/** What a path without operations, or another method on a path, may answer. */
const elsewhere: Readonly<Record<number, ResponseObject>> = {
  400: describeProblem(400, ['malformed_request']),
  404: describeProblem(404, ['not_found']),
  405: describeProblem(405, ['method_not_allowed']),
};

export function checkExchange(request: Exchange, answer: Answer): void {
  const wanted = findOperation(request);
  const name = wanted === undefined ? `${request.method} ${request.path}` : nameOf(wanted);
  const described = wanted === undefined ? elsewhere[answer.status] : responseOf(document, wanted, answer.status);
  const fail = (why: string): never => {
    throw new Error(`${name} answered ${answer.status}, off its document: ${why}\n${answer.text.slice(0, 2_000)}`);
  };
  if (!described) return fail('no such status');
  for (const [header, { required }] of Object.entries(described.headers ?? {})) {
    if (required === true && !answer.headers.has(header)) fail(`no ${header}`);
  }
  if (request.method !== 'HEAD') checkBody(described, answer, fail);
  if (wanted?.body && answer.status < 300) checkRequest(wanted, request, fail);
}

function checkBody({ content }: ResponseObject, { headers, text }: Answer, fail: (why: string) => never): void {
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (content === undefined) {
    if (text !== '') fail('has a body');
    return;
  }
  const schema = content[type]?.schema ?? fail(`media type ${type || 'none'}`);
  const value: unknown = /[/+]json$/.test(type) ? JSON.parse(text) : text;
  const validate = validatorOf(schema);
  if (!validate(value)) fail(ajv.errorsText(validate.errors, { dataVar: '' }));
}

/** The document promises clients that this body is one; a body that was taken must be. */
function checkRequest(
  wanted: Operation,
  { body, type = 'application/json' }: Exchange,
  fail: (why: string) => never,
): void {
  const described = document.paths[wanted.path]?.[wanted.method]?.['requestBody'] as ResponseObject;
  const schema = described.content?.[type]?.schema ?? fail(`no body of ${type} described`);
  const validate = validatorOf(schema);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const value: unknown = type.endsWith('/json') ? JSON.parse(text) : text;
  if (!validate(value)) fail(`took a body that is none: ${ajv.errorsText(validate.errors, { dataVar: '' })}`);
}

function responseOf(api: ApiDocument, wanted: Operation, status: number): ResponseObject | undefined {
  const responses = api.paths[wanted.path]?.[wanted.method]?.['responses'] as Record<string, ResponseObject>;
  return responses[String(status)];
}

/** Fixed paths before those with names, as the router tries them. */
function findOperation({ method, path }: Exchange): Operation | undefined {
  const [bare = ''] = path.split('?');
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  return operations.find((candidate) => candidate.method === wanted && patternOf(candidate.path).test(bare));
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
