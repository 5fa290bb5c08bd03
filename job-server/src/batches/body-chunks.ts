/**
 * The body of a batch as it comes, never faster than it is worked off. Invariant: it is counted and digested to its last byte, and ends with a
 * BatchFault when it is too long, when the client hangs up or falls silent, and when the server is told to end.
 */
import { createHash } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Clock } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { BatchFault } from './batch-fault.ts';

export interface BodyChunks extends AsyncIterable<Buffer> {
  /** SHA-256 of all that was read, hex. */
  digest(): string;
  /** Reads what is left, to be answered by a client that still writes; gives up on one that writes on and on. */
  drain(): Promise<'drained' | 'endless'>;
}

export interface BodyWatch {
  readonly clock: Pick<Clock, 'sleep'>;
  isDraining(): boolean;
}

/** A client that sends nothing for so long is gone; the load balancer thinks so after 60 s. */
const silenceMs = 30_000;
/** How often a server that waits for bytes looks whether it is told to end. */
const lookMs = 500;
const drainBytes = 4_194_304;
const drainMs = 2_000;

export function readChunks(request: IncomingMessage, watch: BodyWatch): BodyChunks {
  const hash = createHash('sha256');
  const iterator = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  let size = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    if (Number(request.headers['content-length'] ?? 0) > apiLimits.batchBytes) throw tooLarge();
    for (;;) {
      const next = await nextChunk(iterator, watch);
      if (next.done === true) return;
      size += next.value.length;
      if (size > apiLimits.batchBytes) throw tooLarge();
      hash.update(next.value);
      yield next.value;
    }
  }
  return {
    [Symbol.asyncIterator]: chunks,
    digest: () => hash.copy().digest('hex'),
    drain: () => drain(request, iterator, watch.clock),
  };
}

const tooLarge = (): BatchFault =>
  new BatchFault('body_too_large', `a batch may have ${apiLimits.batchBytes} bytes; send the rest as another one`);

async function nextChunk(
  iterator: AsyncIterableIterator<Buffer>,
  { clock, isDraining }: BodyWatch,
): Promise<IteratorResult<Buffer>> {
  if (isDraining()) throw new BatchFault('draining', 'the server ends: send the batch again with its Idempotency-Key');
  const stop = new AbortController();
  const read = iterator.next().catch((cause: unknown) => {
    throw new BatchFault('malformed_request', 'the body ended early', [], { cause });
  });
  const watchers = [watchDraining(clock, isDraining, stop.signal), watchSilence(clock, stop.signal)];
  try {
    return await Promise.race([read, ...watchers]);
  } finally {
    stop.abort();
    // One that loses the race has nobody to tell.
    read.catch(() => undefined);
  }
}

async function watchSilence(clock: Pick<Clock, 'sleep'>, signal: AbortSignal): Promise<never> {
  await clock.sleep(silenceMs, signal);
  if (signal.aborted) return new Promise(() => undefined);
  throw new BatchFault('malformed_request', `the body ended early: nothing came for ${silenceMs / 1_000} s`);
}

async function watchDraining(
  clock: Pick<Clock, 'sleep'>,
  isDraining: () => boolean,
  signal: AbortSignal,
): Promise<never> {
  while (!isDraining()) {
    await clock.sleep(lookMs, signal);
    if (signal.aborted) return new Promise(() => undefined);
  }
  throw new BatchFault('draining', 'the server ends: send the batch again with its Idempotency-Key');
}

async function drain(
  request: IncomingMessage,
  iterator: AsyncIterator<Buffer>,
  clock: Pick<Clock, 'sleep'>,
): Promise<'drained' | 'endless'> {
  const enough = new AbortController();
  const isLate = clock.sleep(drainMs, enough.signal).then(() => 'late' as const);
  let size = 0;
  try {
    while (size <= drainBytes && !request.destroyed) {
      const read = iterator.next();
      const next = await Promise.race([read, isLate]);
      if (next === 'late') {
        read.catch(() => undefined);
        break;
      }
      if (next.done === true) return 'drained';
      size += next.value.length;
    }
  } catch {
    // It hung up, so there is nobody to answer.
  } finally {
    enough.abort();
  }
  return request.complete ? 'drained' : 'endless';
}
