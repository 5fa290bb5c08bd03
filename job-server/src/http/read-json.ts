/**
 * The body of a request as JSON, or the problem with it. Checks come in the order of their cost: media type, declared length, bytes
 * as they arrive, UTF-8, nesting, syntax. A body beyond the limit is read to its end and dropped, up to a bound, because a client
 * that still writes would not read the answer.
 */
import { type IncomingMessage } from 'node:http';
import { apiLimits } from '../core/api-limits.ts';
import { findJsonError } from '../core/find-json-error.ts';
import { findForbiddenName } from '../core/find-forbidden-name.ts';
import { exceedsDepth } from '../core/scan-depth.ts';
import { type Reply, problem } from './reply.ts';

export type JsonReading =
  { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'refused'; readonly reply: Reply };

/** Beyond this the connection is closed instead. */
const drainBytes = 4_194_304;

const refused = (reply: Reply): JsonReading => ({ kind: 'refused', reply });
const closing = { headers: { connection: 'close' } };

export async function readJson(request: IncomingMessage): Promise<JsonReading> {
  const type = checkType(request);
  if (type) return refused(type);
  if (Number(request.headers['content-length'] ?? 0) > drainBytes) return refused(tooLarge(closing));
  const bytes = await readBytes(request, apiLimits.bodyBytes);
  if (bytes === 'too-large') return refused(tooLarge());
  if (bytes === 'endless') return refused(tooLarge(closing));
  if (bytes === 'broken') return refused(problem('malformed_request', 'the body ended early', closing));
  return parseBody(bytes);
}

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

function checkType({ headers }: IncomingMessage): Reply | undefined {
  if (!jsonType.test(headers['content-type'] ?? '')) {
    return problem('unsupported_media_type', 'Content-Type must be application/json', {
      headers: { accept: 'application/json' },
    });
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return undefined;
  return problem('unsupported_media_type', 'Content-Encoding is not supported: send the body as it is', {
    headers: { 'accept-encoding': 'identity' },
  });
}

const tooLarge = (extras = {}): Reply =>
  problem('body_too_large', `the body may have ${apiLimits.bodyBytes} bytes; refer to larger media by asset`, extras);

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large' | 'endless' | 'broken'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > drainBytes) resolve('endless');
    });
    request.once('end', () => resolve(size > limit ? 'too-large' : joined(chunks)));
    request.once('error', () => resolve('broken'));
    request.once('close', () => resolve('broken'));
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function parsed(text: string, value: unknown): JsonReading {
  const forbidden = findForbiddenName(text, value);
  if (forbidden === undefined) return { kind: 'read', value };
  const { pointer, detail } = forbidden;
  return refused(problem('malformed_request', `${pointer} of the body ${detail}`, { errors: [forbidden] }));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseBody(bytes: Buffer): JsonReading {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refused(problem('malformed_json', 'the body is not UTF-8'));
  }
  if (exceedsDepth(text, apiLimits.bodyDepth)) {
    const detail = `is nested deeper than ${apiLimits.bodyDepth} levels`;
    const errors = [{ pointer: '', code: 'limit_depth', detail }];
    return refused(problem('limit_depth', `the body ${detail}`, { errors }));
  }
  try {
    return parsed(text, JSON.parse(text));
  } catch {
    const at = findJsonError(text) ?? 0;
    return refused(problem('malformed_json', `the body is not JSON at position ${at}`));
  }
}
