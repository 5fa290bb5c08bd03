/**
 * What a reply must be, whatever was asked: documented, by its schema, a problem document when it refuses, never a 5xx; nothing for a key that
 * may not, nothing of another tenant. A verdict is undefined or one sentence.
 */
import { type ApiDocument, type FuzzedOperation, type ReplyDescription, type Scope } from './api-document.ts';
import { type Access, type Plan } from './plan-request.ts';
import { type Outcome } from './send.ts';

export type Answered = Extract<Outcome, { kind: 'answered' }>;

/** Said by HTTP itself before there is an operation: a request that is none, too slow, or with too much of a head. */
const ofTransport: ReadonlySet<number> = new Set([400, 408, 431]);
const ofNoOperation: ReadonlySet<number> = new Set([400, 404, 405, 431]);
const ranks: Readonly<Record<Scope, number>> = { read: 0, render: 1, admin: 2 };

/** The operation that a request really meets: another method may be one, too. */
export function findOperation({ operation, method }: Plan, { operations }: ApiDocument): FuzzedOperation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return operations.find((each) => each.path === operation.path && each.method === wanted);
}

export function judge(plan: Plan, reply: Answered, document: ApiDocument): string | undefined {
  const { status } = reply;
  if (status >= 500) return 'a 5xx though nothing failed';
  const operation = findOperation(plan, document);
  const described = operation?.replies[status];
  if (described === undefined) return judgeElsewhere(operation, reply, document, plan.method);
  return (
    judgeAccess(plan, operation, status) ??
    judgeHead(described, reply) ??
    (plan.method === 'HEAD' ? undefined : judgeBody(described, reply, document)) ??
    judgeTaken(plan, operation, reply, document)
  );
}

function judgeElsewhere(
  operation: FuzzedOperation | undefined,
  reply: Answered,
  document: ApiDocument,
  method: string,
): string | undefined {
  const allowed = operation === undefined ? ofNoOperation : ofTransport;
  if (!allowed.has(reply.status)) return 'an undocumented status';
  if (reply.status === 405 && reply.headers.allow === undefined) return '405 without Allow';
  return method === 'HEAD' ? undefined : judgeProblem(reply, document);
}

export function judgeProblem({ headers, text, status }: Answered, { schemas, check }: ApiDocument): string | undefined {
  const type = String(headers['content-type'] ?? 'no content type');
  if (!type.startsWith('application/problem+json')) return `a refusal in ${type}`;
  const value = parse(text);
  if (value === undefined) return 'a problem document that is no JSON';
  const wrong = check(schemas['Problem'] ?? {}, value);
  if (wrong !== undefined) return `no problem document: ${wrong}`;
  return (value as { status: number }).status === status ? undefined : 'a problem document of another status';
}

function judgeAccess(
  { access, path }: Plan,
  operation: FuzzedOperation | undefined,
  status: number,
): string | undefined {
  if (operation?.scope === undefined) return undefined;
  const isRefused = status === 401 || status === 403 || status === 400;
  if (!mayDo(access, operation.scope)) return isRefused ? undefined : `answers a key that is ${access}`;
  if (status === 401 || status === 403) return `refuses a key that may ${operation.scope}`;
  const isForeign = access === 'foreign' && operation.path.includes('{');
  return isForeign && status < 300 ? `shows another tenant ${path}` : undefined;
}

function mayDo(access: Access, scope: Scope): boolean {
  if (access === 'none' || access === 'wrong') return false;
  return access === 'foreign' || ranks[access] >= ranks[scope];
}

function judgeHead({ headers = {} }: ReplyDescription, reply: Answered): string | undefined {
  const missing = Object.entries(headers).find(
    ([name, { required }]) => required === true && reply.headers[name.toLowerCase()] === undefined,
  );
  return missing === undefined ? undefined : `no ${missing[0]}`;
}

function judgeBody(
  { content }: ReplyDescription,
  { headers, text, isCut }: Answered,
  { check }: ApiDocument,
): string | undefined {
  if (content === undefined) return text === '' ? undefined : 'a body where none is documented';
  const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
  const schema = content[type]?.schema;
  if (schema === undefined) return `the media type ${type || 'none'}`;
  const value = isJson(type) ? parse(text) : text;
  if (value === undefined) return isCut ? undefined : 'is no JSON';
  const wrong = check(schema, value);
  return wrong === undefined ? undefined : `off its schema: ${wrong}`;
}

/** NDJSON is text: its lines are JSON, the whole is not. */
const isJson = (type: string): boolean => /^application\/(?:[\w.-]+\+)?json$/.test(type);

/** The document promises clients that this body is one: a body that was taken must be. */
function judgeTaken(
  { value, headers }: Plan,
  operation: FuzzedOperation | undefined,
  { status, text }: Answered,
  { check }: ApiDocument,
): string | undefined {
  const schema = operation?.body?.[headers['content-type'] ?? '']?.schema;
  if (schema === undefined || value === undefined || status >= 300) return undefined;
  const wrong = check(schema, value.json);
  if (wrong === undefined || (/^\/rows\/\d/.test(wrong) && rejectsRows(text))) return undefined;
  return `took a body that the document calls invalid: ${wrong}`;
}

/** A batch is taken in spite of a bad row, which is refused by itself. */
function rejectsRows(text: string): boolean {
  const { rows } = parse(text) as { rows?: { rejected?: number } };
  return (rows?.rejected ?? 0) > 0;
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
