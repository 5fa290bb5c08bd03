/**
 * How an agent follows the scaler. Invariants: a directive never goes back to an older epoch; drain is irrevocable; park and drain are
 * acknowledged only with no task held, no claim under way and no receive that could still lead to one, so the scaler may act on the word of it.
 */
import { type AgentReport, type Directive } from '@reelyard/contracts';

export const INITIAL_DIRECTIVE: Directive = { kind: 'work', epoch: 0, at: 0 };

export function obeyDirective(current: Directive, told: Directive): Directive {
  if (told.epoch <= current.epoch) return current;
  return current.kind === 'drain' ? { ...told, kind: 'drain' } : told;
}

export interface Hands {
  /** Tasks held, in whatever phase, and claims under way. */
  held: number;
  /** Receives whose answer would be claimed. */
  outstandingReceives: number;
}

export type Standing = Pick<AgentReport, 'state' | 'acknowledgedEpoch'>;

export function describeStanding(
  told: Directive,
  hands: Hands,
  isQuarantined: boolean,
  acknowledgedEpoch: number,
): Standing {
  const isAtRest = hands.held === 0 && hands.outstandingReceives === 0;
  if (told.kind === 'drain') {
    return isAtRest ? { state: 'drained', acknowledgedEpoch: told.epoch } : { state: 'draining', acknowledgedEpoch };
  }
  if (hands.held > 0) {
    return { state: 'busy', acknowledgedEpoch: told.kind === 'work' ? told.epoch : acknowledgedEpoch };
  }
  if (told.kind === 'park' && isAtRest) return { state: 'parked', acknowledgedEpoch: told.epoch };
  const rest = isQuarantined ? 'quarantined' : 'idle';
  return { state: rest, acknowledgedEpoch: told.kind === 'work' ? told.epoch : acknowledgedEpoch };
}
