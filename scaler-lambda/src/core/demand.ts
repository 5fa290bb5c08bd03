/** Demand: waiting tasks that are due within a boot, in the order in which agents will claim them. */
import { LANES } from '@reelyard/contracts';
import { type ScalePolicy } from './policy.ts';
import { type WaitingView } from './snapshot.ts';

/** Agents claim the highest lane first, so lane comes before deadline; then age; job and number make the order total. */
export function orderDemand(waiting: readonly WaitingView[], horizonAt: number): WaitingView[] {
  return waiting.filter(({ notBefore }) => notBefore <= horizonAt).sort(compareWaiting);
}

function compareWaiting(a: WaitingView, b: WaitingView): number {
  return (
    LANES.indexOf(a.lane) - LANES.indexOf(b.lane) ||
    a.deadlineAt - b.deadlineAt ||
    a.enqueuedAt - b.enqueuedAt ||
    (a.job < b.job ? -1 : a.job > b.job ? 1 : a.n - b.n)
  );
}

/** ŝ(x): the policy's prior. */
export function expectedSeconds(task: WaitingView, { taskSeconds }: ScalePolicy): number {
  return taskSeconds.overhead + (taskSeconds.perMegapixelFrame * task.frames * task.pixels) / 1_000_000;
}
