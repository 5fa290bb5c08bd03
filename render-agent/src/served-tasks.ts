/**
 * What this agent did and does, in the terms that service times are learned from. Bounded: the last eight tasks, whatever ran before.
 */
import { type RunningTask, type ServedTask } from '@reelyard/contracts';
import { type HeldTask } from './held-task.ts';

const KEPT = 8;

export class ServedTasks {
  #served: readonly ServedTask[] = [];
  #seq = 0;

  get last(): readonly ServedTask[] {
    return this.#served;
  }

  add({ task, startedAt }: HeldTask, engineVersion: string, now: number): void {
    const { engine, frames, pixels } = task.features;
    const seconds = Math.max(0, now - startedAt) / 1_000;
    this.#seq += 1;
    this.#served = [...this.#served, { seq: this.#seq, engine, engineVersion, frames, pixels, seconds }].slice(-KEPT);
  }
}

/** The one whose engine runs; else what is being staged; else what is past the engine and not committed. */
export function findRunning(held: Iterable<HeldTask>): RunningTask | undefined {
  const tasks = [...held];
  const at = (place: HeldTask['place']): HeldTask | undefined => tasks.find((each) => each.place === place);
  const running = at('engine') ?? at('waiting') ?? at('past');
  if (!running) return undefined;
  const { startedAt, task, progress } = running;
  const { engine, frames, pixels } = task.features;
  return { startedAt, engine, frames, pixels, ...(progress ? { progress: progress.fraction } : {}) };
}
