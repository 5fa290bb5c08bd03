/** The words of a decision: what waited, what was weighed. */
import { type Offer } from './market.ts';
import { type WaitingView } from './snapshot.ts';
import { type Waits } from './timetable.ts';

export function describeStart(task: WaitingView, at: number, now: number): string {
  if (at === Infinity) return `${task.lane} task: no machine will come free`;
  return `${task.lane} task starts in ${seconds(at - now)} s`;
}

/** E.g. `12 wait: 3 past their patience, 1.4 late; 2 warm at $0.003 cost less`. */
export function describeWish({ soft, late, never }: Waits, waiting: number, wanted: number, offer: Offer): string {
  const kind = offer.isWarm ? 'warm' : 'cold';
  const price = `${wanted} ${kind} at $${offer.cost.toPrecision(2)}`;
  if (never > 0) return `${waiting} wait, ${never} without a machine: ${price}`;
  return `${waiting} wait, ${soft} past their patience, ${round(late)} late: ${price} cost less`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}

function round(count: number): number {
  return Math.round(count * 10) / 10;
}
