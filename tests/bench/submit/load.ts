/** A closed loop of clients: each keeps one connection busy and sends its next request when the last was answered. */
import { type Dispatcher, Pool } from 'undici';

export interface LoadOptions {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly requests: number;
  /** Status that counts as accepted; any other ends the run. */
  readonly status: number;
  body(n: number): string;
}

export interface LoadResult {
  /** One per request in order of their answers: instant and latency in milliseconds. */
  readonly answers: readonly { readonly at: number; readonly ms: number }[];
  readonly seconds: number;
}

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const pool = new Pool(options.origin, { connections: options.connections, pipelining: 1 });
  const answers: { at: number; ms: number }[] = [];
  const startedAt = performance.now();
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < options.requests) {
      const n = next;
      next += 1;
      const sentAt = performance.now();
      const status = await send(pool, options, n);
      const at = performance.now();
      if (status !== options.status) throw new Error(`request ${n} was answered with ${status}`);
      answers.push({ at, ms: at - sentAt });
    }
  };
  try {
    await Promise.all(Array.from({ length: options.connections }, client));
    return { answers, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    await pool.destroy();
  }
}

/** The bare dispatch: a response object per request would be load that no server causes. */
function send(pool: Pool, { path, headers, body }: LoadOptions, n: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const handler: Dispatcher.DispatchHandler = {
      onConnect: () => undefined,
      onHeaders: (code) => {
        status = code;
        return true;
      },
      onData: () => true,
      onComplete: () => resolve(status),
      onError: reject,
    };
    pool.dispatch({ path, method: 'POST', headers: { ...headers }, body: body(n) }, handler);
  });
}
