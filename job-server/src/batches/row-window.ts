/**
 * Works off rows side by side, a bounded number and size at a time. Invariant: `give` waits while the window is full, so whoever reads rows reads no faster than they
 * are worked off; the first fault ends it. A lost dependency is tried a few times before it is one: a row may be tried as often as one likes.
 */
import { type Clock } from '@reelyard/runtime';
import { isPassing, type RowResult } from './submit-row.ts';
import { type RowReading } from './row-reading.ts';

export interface RowWindow {
  /** `give` would wait. */
  isFull(row: RowReading): boolean;
  /** @throws the first fault of any row */
  give(row: RowReading): Promise<void>;
  /** Resolves once nothing is under way, with whatever came of it. */
  settled(): Promise<void>;
  /** @throws the first fault of any row */
  check(): void;
}

/** Beyond one row. A parsed row takes a few times its text: sixteen batches at once stay within some 200 MB. */
const bytesAtOnce = 2_097_152;
const tries = 5;
const firstWaitMs = 100;

export function createRowWindow(
  size: number,
  work: (row: RowReading) => Promise<RowResult>,
  done: (row: RowReading, result: RowResult) => void,
  clock: Pick<Clock, 'sleep'>,
): RowWindow {
  const running = new Set<Promise<void>>();
  let bytes = 0;
  const isFull = (row: RowReading): boolean =>
    running.size >= size || (running.size > 0 && bytes + row.size > bytesAtOnce);
  let fault: { readonly error: unknown } | undefined;
  const check = (): void => {
    if (fault) throw fault.error;
  };
  const run = async (row: RowReading): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        done(row, await work(row));
        return;
      } catch (error) {
        if (attempt >= tries || fault !== undefined || !isPassing(error)) throw error;
        await clock.sleep(firstWaitMs * 2 ** attempt);
      }
    }
  };
  return {
    isFull,
    check,
    give: async (row) => {
      while (isFull(row)) await Promise.race(running);
      check();
      const under: Promise<void> = run(row)
        .catch((error: unknown) => {
          fault ??= { error };
        })
        .finally(() => {
          bytes -= row.size;
          running.delete(under);
        });
      bytes += row.size;
      running.add(under);
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
