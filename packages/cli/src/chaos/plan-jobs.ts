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
  /** Of the client that may have few jobs at once. */
  isLimited?: true;
  /** Its own steps let the engine fail. */
  isMadeToFail?: boolean;
}

type Choice = Pick<PlannedJob, 'body' | 'cancelAfterMs' | 'deadlineMs' | 'isLimited' | 'isMadeToFail'>;

const short = (dice: Dice) => [{ progress: { frames: dice.between(3, 12), everyMs: 60 } }];
const long = [{ progress: { frames: 200, everyMs: 100 } }];

const project = (steps: readonly unknown[], more: object = {}) => ({
  engine: 'scripted',
  project: { steps, ...more },
});

export function planJobs(count: number, withinMs: number, dice: Dice): PlannedJob[] {
  return planEach(count, withinMs, dice, (index) => ({
    ...planJob(index < 20 ? index / 20 : dice.next(), dice),
    ...(isLimited(index) ? { isLimited: true } : {}),
  }));
}

/** What the client with a quota may have at once. Three jobs in a row are one more, and few enough not to pile up while the farm is slow. */
export const QUOTA = 2;
const isLimited = (index: number): boolean => index % 100 >= 10 && index % 100 <= 10 + QUOTA;

/** Tasks of some seconds that all succeed, a seventh of the jobs in segments. */
export function planPlainJobs(count: number, withinMs: number, dice: Dice): PlannedJob[] {
  return planEach(count, withinMs, dice, (index) => {
    const steps = [{ progress: { frames: dice.between(20, 60), everyMs: 100 } }];
    const segments = index % 7 === 0 ? { segments: 3, frames: 30 } : {};
    return { body: project(steps, segments) };
  });
}

/** Tasks of so many seconds of which nobody knows how long they take: a notice always interrupts them. */
export function planSteadyJobs(count: number, withinMs: number, dice: Dice, taskMs: number): PlannedJob[] {
  return planEach(count, withinMs, dice, () => ({ body: project([{ sleepMs: taskMs }]) }));
}

/** However small the run, each kind of job is among its first twenty. */
function planEach(count: number, withinMs: number, dice: Dice, plan: (index: number) => Choice): PlannedJob[] {
  return Array.from({ length: count }, (_, index) => ({
    ...plan(index),
    key: `chaos-${dice.between(0, 2 ** 31)}-${index}`,
    atMs: Math.round((index / count) * withinMs * 0.9),
    isRepeated: dice.chance(0.15),
  }));
}

function planJob(luck: number, dice: Dice): Choice {
  if (luck < 0.15) {
    const segments = dice.between(2, 5);
    return { body: project(short(dice), { segments, frames: segments * 10 }) };
  }
  if (luck < 0.25) return { body: project(long), cancelAfterMs: dice.between(300, 4_000) };
  if (luck < 0.3) return { body: project([{ exit: 20 }]), isMadeToFail: true };
  if (luck < 0.4) {
    const steps = [{ failUntilAttempt: 2, exit: 10 }, ...short(dice)];
    return { body: project(steps), isMadeToFail: true };
  }
  if (luck < 0.45) return { body: project(long), deadlineMs: 6_000 };
  return { body: project(short(dice)) };
}
