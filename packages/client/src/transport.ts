/** One request with its retries. Everything that is not of the web platform's `fetch` is a port. */
import { ConnectionError, readProblem } from './errors.ts';
import { decideRetry } from './retry-policy.ts';

export interface TransportOptions {
  /** Origin of the farm: `https://api.example.com`. */
  readonly url: string;
  /** `ryk_…` */
  readonly key: string;
  /** Sent again at most this often where that is safe; 4 unless told. */
  readonly retries?: number;
  /** Of one attempt until its head is there, without the time that a long poll asks for; 30 s unless told. */
  readonly timeoutMs?: number;
  /** In place of the platform's. */
  readonly fetch?: typeof fetch;
  /** Pauses between attempts; rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0..1 */
  readonly random?: () => number;
  readonly now?: () => number;
}

export interface Wanted {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isSafe: boolean;
  readonly signal?: AbortSignal;
  /** The server is asked to think for so long. */
  readonly waitMs?: number;
}

/** @throws ApiError, ConnectionError, or the signal's reason */
export type Transport = (wanted: Wanted) => Promise<Response>;

const usualTimeoutMs = 30_000;
const usualRetries = 4;

export function createTransport(options: TransportOptions): Transport {
  const { sleep = pause, random = Math.random, now = Date.now, retries = usualRetries } = options;
  return async (wanted) => {
    for (let count = 1; ; count += 1) {
      wanted.signal?.throwIfAborted();
      const outcome = await attempt(wanted, options);
      if (outcome instanceof Response && (outcome.ok || outcome.status === 304)) return outcome;
      wanted.signal?.throwIfAborted();
      const told = outcome instanceof Response ? toldBy(outcome) : { status: undefined, retryAfter: undefined };
      const decision = decideRetry({ count, isSafe: wanted.isSafe, ...told }, { retries }, random(), now());
      if (decision.kind === 'enough') throw await errorOf(outcome, wanted, count);
      if (outcome instanceof Response) await outcome.body?.cancel();
      await sleep(decision.afterMs, wanted.signal);
    }
  };
}

const toldBy = ({ status, headers }: Response): { status: number; retryAfter: string | undefined } => ({
  status,
  retryAfter: headers.get('retry-after') ?? undefined,
});

/** The reply, or why there is none. The time ends with the head: a stream goes on for as long as it likes. */
async function attempt(
  { method, path, headers, body, signal, waitMs = 0 }: Wanted,
  { url, key, fetch: send = globalThis.fetch, timeoutMs = usualTimeoutMs }: TransportOptions,
): Promise<Response | Error> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(new Error(`no answer in ${timeoutMs + waitMs} ms`)), timeoutMs + waitMs);
  try {
    return await send(new URL(path, url), {
      ...{ method, redirect: 'error' },
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body }),
      signal: signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]),
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function errorOf(outcome: Response | Error, { method, path }: Wanted, count: number): Promise<Error> {
  if (outcome instanceof Response) return readProblem(outcome);
  const times = count === 1 ? '' : `, ${count} times`;
  return new ConnectionError(`${method} ${path.split('?')[0]} was not answered${times}: ${outcome.message}`, {
    cause: outcome,
  });
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
