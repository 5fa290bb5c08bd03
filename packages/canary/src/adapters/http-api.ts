/** The public API over HTTP, as any client calls it. Nothing is thrown for what an API may answer; a key never reaches a message. */
import { createHash } from 'node:crypto';
import { type Body } from '../core/index.ts';
import { type Answer, type Api } from '../ports.ts';
import { type KeyRing } from './key-ring.ts';
import { readJob } from './read-job.ts';

export interface HttpApiOptions {
  /** Origin of the API. */
  url: string;
  keys: KeyRing;
  /** Body of `POST /v1/jobs`. */
  job: Readonly<Record<string, unknown>>;
  requestMs: number;
}

type Call = { method: 'GET' | 'POST'; path: string; body?: unknown; headers?: Record<string, string> };

/** A video of a second is some hundred kilobytes. */
const maxBytes = 32 * 1_024 * 1_024;

export function httpApi(options: HttpApiOptions): Api {
  const ask = async (call: Call) => toAnswer(call, await send(options, call));
  return {
    authorize: async () => void (await options.keys.get()),
    submit: (key) => ask({ method: 'POST', path: '/v1/jobs', body: options.job, headers: { 'idempotency-key': key } }),
    find: (id) => ask({ method: 'GET', path: `/v1/jobs/${encodeURIComponent(id)}` }),
    cancel: (id) => ask({ method: 'POST', path: `/v1/jobs/${encodeURIComponent(id)}/cancel`, body: {} }),
    fetch: (url) => fetchBody(url, options.requestMs),
  };
}

type Sent = { kind: 'replied'; status: number; text: string } | { kind: 'lost'; because: string };

async function send(options: HttpApiOptions, call: Call): Promise<Sent> {
  const first = await sendWith((await options.keys.get()).reveal(), options, call);
  if (first.kind === 'lost' || first.status !== 401) return first;
  const other = await options.keys.renew();
  return other === undefined ? first : sendWith(other.reveal(), options, call);
}

async function sendWith(key: string, { url, requestMs }: HttpApiOptions, call: Call): Promise<Sent> {
  const { method, path, body, headers = {} } = call;
  try {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(requestMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { kind: 'replied', status: response.status, text: await response.text() };
  } catch (error) {
    return { kind: 'lost', because: `${method} ${path}: ${wordsOf(error)}` };
  }
}

function toAnswer({ method, path }: Call, sent: Sent): Answer<ReturnType<typeof readJob>> {
  if (sent.kind === 'lost') return { kind: 'unreachable', because: sent.because };
  const { status, text } = sent;
  if (status >= 200 && status < 300) return { kind: 'answered', value: readJob(text) };
  const because = `${method} ${path} answers ${status}: ${text.slice(0, 300)}`;
  return { kind: status >= 500 || status === 429 ? 'unreachable' : 'refused', because };
}

async function fetchBody(url: string, requestMs: number): Promise<Answer<Body>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestMs) });
    return { kind: 'answered', value: await readBody(response) };
  } catch (error) {
    // A signed URL is a right to read: its query stays here.
    return { kind: 'unreachable', because: `GET ${new URL(url).origin}${new URL(url).pathname}: ${wordsOf(error)}` };
  }
}

async function readBody(response: Response): Promise<Body> {
  const hash = createHash('sha256');
  let [bytes, head] = [0, Buffer.alloc(0)];
  for await (const chunk of response.body ?? []) {
    const part = Buffer.from(chunk as Uint8Array);
    if (head.length < 12) head = Buffer.concat([head, part]).subarray(0, 12);
    hash.update(part);
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`the file has more than ${maxBytes} bytes`);
  }
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, bytes, sha256: hash.digest('hex'), head };
}

/** fetch hides why behind `fetch failed`. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
