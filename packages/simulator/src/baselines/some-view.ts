/** Views for tests: a quiet farm with what a test says. */
import { type CapacityPolicy, type QueueView } from '../policy.ts';

export function aView(at: number, change: Partial<QueueView> = {}): QueueView {
  const { waiting = 0, running = 0, booting = 0, ready = running } = change;
  return { at, waiting, running, booting, ready, machines: booting + ready, ...change };
}

/** What a policy wants when it looks each period from 0 on; the last view is repeated until `until`. */
export function decideUntil(policy: CapacityPolicy, until: number, viewAt: (at: number) => QueueView): number[] {
  const wanted: number[] = [];
  for (let at = 0; at <= until; at += policy.periodSeconds) wanted.push(policy.decide(viewAt(at)));
  return wanted;
}
