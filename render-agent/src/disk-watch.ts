/**
 * Whether there is room for a task on the scratch disk. Invariant: between a failure for want of room and a trial that could write, nothing is
 * claimed: a full disk fails a task within milliseconds, so it would use up the infra budget of every job that waits.
 */
import { type Clock, type Logger } from '@reelyard/runtime';
import { join } from 'node:path';
import { isDiskFault } from './core/classify-failure.ts';
import { type Files } from './ports.ts';

export interface DiskOptions {
  files: Pick<Files, 'write' | 'wipe'>;
  scratchDir: string;
  clock: Clock;
  log: Logger;
  times: { heartbeatMs: number };
}

/** Less than any task needs, more than what is left in the last blocks of a full disk. */
const TRIAL_BYTES = 1_048_576;
const TRIAL = '.room';

/** A trial: writes, and removes what it wrote. Any other trouble than a full disk is not ours to judge. */
export async function hasRoom({ files, scratchDir }: Pick<DiskOptions, 'files' | 'scratchDir'>): Promise<boolean> {
  const file = join(scratchDir, TRIAL);
  try {
    await files.write(file, ' '.repeat(TRIAL_BYTES));
    return true;
  } catch (error) {
    return !isDiskFault(error);
  } finally {
    await files.wipe(file).catch(() => undefined);
  }
}

export class DiskWatch {
  readonly #options: DiskOptions;
  readonly #onChange: () => void;
  #isFull = false;

  constructor(options: DiskOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** A task failed for want of room. */
  filled(): void {
    if (this.#isFull) return;
    this.#isFull = true;
    this.#options.log.error('disk.full', {});
    this.#onChange();
  }

  /** Looks with each heartbeat whether there is room again. */
  async loop(signal: AbortSignal): Promise<void> {
    const { clock, log, times } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(times.heartbeatMs, signal);
      if (signal.aborted || !this.#isFull || !(await hasRoom(this.#options))) continue;
      this.#isFull = false;
      log.info('disk.has-room', {});
      this.#onChange();
    }
  }
}
