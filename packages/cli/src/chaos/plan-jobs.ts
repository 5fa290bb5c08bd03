/** What clients ask for, from a seed: short tasks of the test engine, some in segments, some that fail, some that are canceled. Pure. */
import { type Dice } from './dice.ts';

export interface PlannedJob {
  /** Idempotency key. */
  key: string;
  atMs: number;
  body: Record<string, unknown>;
  /** So long after it was accepted. */
  cancelAfterMs?: number;
  /** Sent again under the same key once it was accepted. */
  isRepeated: boolean;
  /** Relative, so that the plan is the same at any hour. */
  deadlineMs?: number;
}

const short = (dice: Dice) => [{ progress: { frames: dice.between(3, 12), everyMs: 60 } }];
const long = [{ progress: { frames: 200, everyMs: 100 } }];

export function planJobs(count: number, withinMs: number, dice: Dice): PlannedJob[] {
  return Array.from({ length: count }, (_, index) => {
    // However small the run, each kind of job is in it.
    const luck = index < 20 ? index / 20 : dice.next();
    return {
      ...planJob(luck, dice),
      key: `chaos-${dice.between(0, 2 ** 31)}-${index}`,
      atMs: Math.round((index / count) * withinMs * 0.9),
      isRepeated: dice.chance(0.15),
    };
  });
}

function planJob(luck: number, dice: Dice): Pick<PlannedJob, 'body' | 'cancelAfterMs' | 'deadlineMs'> {
  const project = (steps: readonly unknown[], more: object = {}) => ({
    engine: 'scripted',
    project: { steps, ...more },
  });
  if (luck < 0.15) {
    const segments = dice.between(2, 5);
    return { body: project(short(dice), { segments, frames: segments * 10 }) };
  }
  if (luck < 0.25) return { body: project(long), cancelAfterMs: dice.between(300, 4_000) };
  if (luck < 0.3) return { body: project([{ exit: 20 }]) };
  if (luck < 0.4) return { body: project([{ failUntilAttempt: 2, exit: 10 }, ...short(dice)]) };
  if (luck < 0.45) return { body: project(long), deadlineMs: 6_000 };
  return { body: project(short(dice)) };
}
