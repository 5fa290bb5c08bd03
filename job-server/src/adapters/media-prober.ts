/**
 * Looks into media in a thread of its own, one file at a time. Invariant: a file costs at most `limits.ms`, `limits.bytes` and `limits.reads`; one that
 * wants more, or that ends the thread, counts as no media that is known, unless thread or bucket were what took so long. The thread starts with
 * the first file and leaves with the server.
 */
import { FarmError, type MediaProbe } from '@reelyard/contracts';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { type MediaProber, type ReadBytes } from '../assets/ports.ts';
import { type FromProbe, type ToProbe } from './probe-messages.ts';

export interface ProbeLimits {
  readonly ms: number;
  /** Read of one file, over all ranges. */
  readonly bytes: number;
  readonly reads: number;
  /** Files that wait; more are refused as long as the farm is busy. */
  readonly waiting: number;
}

export const probeLimits: ProbeLimits = { ms: 20_000, bytes: 64 * 1_048_576, reads: 1_000, waiting: 500 };

export function createMediaProber(limits: ProbeLimits = probeLimits): MediaProber {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const getWorker = (): Worker => {
    if (worker) return worker;
    const started = startWorker();
    worker = started;
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  };
  const stop = async (): Promise<void> => {
    await worker?.terminate();
  };
  const probe = async (read: ReadBytes, bytes: number): Promise<MediaProbe> => {
    const outcome = await ask(getWorker(), read, bytes, limits);
    if (outcome.kind === 'probed') return outcome.probe;
    await stop();
    if (outcome.kind === 'unread') throw outcome.error;
    return { streams: [] };
  };
  return {
    probe: (read, bytes) => {
      if (waiting >= limits.waiting)
        throw new FarmError('storage-unavailable', 'too many files wait to be looked into');
      waiting += 1;
      const turn = last.then(() => probe(read, bytes)).finally(() => (waiting -= 1));
      last = turn.catch(() => undefined);
      return turn;
    },
    stop,
  };
}

type Outcome =
  | { kind: 'probed'; probe: MediaProbe }
  /** It hangs, has crashed, or wants too much. */
  | { kind: 'lost' }
  | { kind: 'unread'; error: unknown };

const unread: Outcome = {
  kind: 'unread',
  error: new FarmError('storage-unavailable', 'there was no time to look into the file'),
};

function ask(worker: Worker, read: ReadBytes, bytes: number, limits: ProbeLimits): Promise<Outcome> {
  return new Promise((resolve) => {
    const ends: (() => void)[] = [];
    const end = (outcome: Outcome): void => {
      for (const undo of ends) undo();
      resolve(outcome);
    };
    const lost = (): void => end({ kind: 'lost' });
    /** The thread starts, or the bucket is read. */
    let isWaiting = true;
    const timer = setTimeout(() => (isWaiting ? end(unread) : lost()), limits.ms);
    const budget = { reads: limits.reads, bytes: limits.bytes };
    const onMessage = (message: FromProbe): void => {
      if (message.kind === 'probed') return end(message);
      budget.reads -= 1;
      budget.bytes -= message.size;
      if (budget.reads < 0 || budget.bytes < 0) return lost();
      isWaiting = true;
      read(message.offset, message.size).then(
        (found) => {
          isWaiting = false;
          say(worker, { kind: 'bytes', read: message.read, bytes: found });
        },
        (error: unknown) => end({ kind: 'unread', error }),
      );
    };
    worker.on('message', onMessage).once('error', lost).once('exit', lost);
    ends.push(
      () => clearTimeout(timer),
      () => worker.off('message', onMessage).off('error', lost).off('exit', lost),
    );
    say(worker, { kind: 'probe', bytes });
  });
}

const say = (worker: Worker, message: ToProbe): void => worker.postMessage(message);

function startWorker(): Worker {
  const worker = new Worker(
    fileURLToPath(besides('probe-worker.mjs') ?? new URL('./probe-worker.ts', import.meta.url)),
    {
      // It has no business with the environment, and so none with credentials.
      env: {},
      execArgv: [],
      workerData: { wasm: findWasm() },
      resourceLimits: { maxOldGenerationSizeMb: 128 },
      stdout: true,
      stderr: true,
    },
  );
  // An unhandled error ends the thread; `ask` hears of its exit.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

/** In a bundle they lie beside it; in the sources they are where they come from. */
function besides(name: string): URL | undefined {
  const url = new URL(`./${name}`, import.meta.url);
  return existsSync(url) ? url : undefined;
}

function findWasm(): string {
  const beside = besides('MediaInfoModule.wasm');
  return beside ? fileURLToPath(beside) : createRequire(import.meta.url).resolve('mediainfo.js/MediaInfoModule.wasm');
}
