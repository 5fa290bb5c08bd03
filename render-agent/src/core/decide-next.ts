/**
 * What the agent does next, from what it holds and what it was told. Pure; the conductor applies it.
 *
 * | told | holds | decision |
 * | --- | --- | --- |
 * | stop, drain or spot notice | anything | rest (never claims again) |
 * | quarantined or park | anything | rest |
 * | work | nothing, and all its engines lately found no free seat | rest (a doorbell in its hands would keep whoever has a seat waiting) |
 * | work | nothing rendering, nothing waiting for the engine | claim |
 * | work | rendering with an expected rest under the bound, nothing claimed ahead | claim-ahead |
 * | work | else | rest |
 */
import { type Directive } from '@reelyard/contracts';

export interface AgentView {
  directive: Directive['kind'];
  isStopping: boolean;
  isQuarantined: boolean;
  hasSpotNotice: boolean;
  /** Present while the engine slot is taken; undefined rest means: nobody knows. */
  rendering?: { expectedRestMs: number | undefined };
  /** Present while seats are not asked for again. */
  seatRestMs?: number;
  /** Claimed tasks that wait for the engine slot. */
  waiting: number;
}

export type NextStep =
  | { kind: 'claim' }
  | { kind: 'claim-ahead'; because: string }
  /** `againInMs`: when time alone would change the decision. */
  | { kind: 'rest'; because: string; againInMs?: number };

/** A task claimed earlier than this before the engine is free would only be kept from other instances. */
export const CLAIM_AHEAD_MS = 5_000;

export function decideNext(view: AgentView): NextStep {
  const halt = findHalt(view);
  if (halt !== undefined) return { kind: 'rest', because: halt };
  if (view.waiting > 0) return { kind: 'rest', because: 'a task already waits for the engine' };
  if (!view.rendering) return view.seatRestMs ? noSeat(view.seatRestMs) : { kind: 'claim' };
  const { expectedRestMs } = view.rendering;
  if (expectedRestMs === undefined) return { kind: 'rest', because: 'rendering; its rest is not known yet' };
  if (expectedRestMs >= CLAIM_AHEAD_MS) {
    const because = `rendering for ${expectedRestMs} ms more`;
    return { kind: 'rest', because, againInMs: expectedRestMs - CLAIM_AHEAD_MS + 1 };
  }
  return { kind: 'claim-ahead', because: `the engine is free in about ${expectedRestMs} ms` };
}

const noSeat = (againInMs: number): NextStep => ({ kind: 'rest', because: 'no seat was free', againInMs });

function findHalt(view: AgentView): string | undefined {
  if (view.isStopping) return 'the agent is stopping';
  if (view.hasSpotNotice) return 'the instance is being reclaimed';
  if (view.directive === 'drain') return 'draining';
  if (view.isQuarantined) return 'quarantined';
  if (view.directive === 'park') return 'parked';
  return undefined;
}
