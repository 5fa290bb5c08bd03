/** A method for each operation of the document, made from its table. Nothing here names an operation. */
import { operationTable } from './generated/operation-table.ts';
import { type CallOptions, type Methods, type OperationId } from './operation-types.ts';
import { type Transport } from './transport.ts';

interface Row {
  readonly method: string;
  readonly path: string;
  readonly isKeyed?: true;
  readonly hasBody?: true;
}

interface AnyInput extends CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly idempotencyKey?: string;
}

export function createMethods(send: Transport): Methods {
  const rows = Object.entries(operationTable) as [OperationId, Row][];
  const made = rows.map(([id, row]) => [id, (input: AnyInput = {}) => call(id, row, input, send)] as const);
  // Each row gives its own method; the types come from the same document.
  return Object.fromEntries(made) as unknown as Methods;
}

async function call(id: string, row: Row, input: AnyInput, send: Transport): Promise<unknown> {
  const keyed = row.isKeyed === true ? { 'idempotency-key': input.idempotencyKey ?? crypto.randomUUID() } : {};
  const text = row.hasBody === true ? bodyOf(input) : undefined;
  const typed = text === undefined ? {} : { 'content-type': input.contentType ?? 'application/json' };
  const wait = Number(input.query?.['wait'] ?? 0);
  const response = await send({
    method: row.method,
    path: fillPath(id, row.path, input.path ?? {}) + queryOf(input.query ?? {}),
    headers: { ...typed, ...keyed, ...input.headers },
    ...(text === undefined ? {} : { body: text }),
    isSafe: row.method !== 'POST' && row.method !== 'PATCH' ? true : row.isKeyed === true,
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    waitMs: wait * 1_000,
  });
  return readReply(response);
}

const bodyOf = ({ body, contentType = 'application/json' }: AnyInput): string =>
  contentType.endsWith('/json') ? JSON.stringify(body) : String(body);

/** @throws TypeError for a part of the path that is missing or empty: it would be another path */
function fillPath(id: string, path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (typeof value !== 'string' || value === '' || /^\.+$/.test(value))
      throw new TypeError(`${id}: path.${name} is ${JSON.stringify(value)}`);
    return encodeURIComponent(value);
  });
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  // Lists by comma, as the document says.
  const pairs = given.map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(',') : String(value),
  ]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

async function readReply(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  const type = response.headers.get('content-type') ?? '';
  return /^application\/(?:[\w.-]+\+)?json\b/.test(type) ? (JSON.parse(text) as unknown) : text;
}
