/**
 * From a nomination to a lease: a seat first where the engine needs one, then T4. Invariant: a seat taken for a claim that was refused
 * goes back; what the ledger refused for good never stays in the queue.
 */
import { type TaskRef } from '@reelyard/contracts';
import { type ClaimOutcome } from '@reelyard/ledger';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type HeldTask, holdTask } from './held-task.ts';
import { type AgentLedger, type InstalledEngine } from './ports.ts';
import { type SeatGrip } from './seat-grip.ts';
import { type AgentSeats } from './seats.ts';

export interface ClaimTools {
  ledger: AgentLedger;
  seats: AgentSeats;
  engines: ReadonlyMap<string, InstalledEngine>;
  clock: Clock;
  log: Logger;
  owner: string;
  agentVersion: number;
  /** Of this instance: what a run takes is priced by it. */
  pool: string;
}

export type ClaimResult =
  | { kind: 'claimed'; held: HeldTask }
  | { kind: 'refused'; because: Extract<ClaimOutcome, { kind: 'refused' }>['because'] }
  | { kind: 'no-seat' }
  | { kind: 'unreachable' };

export async function claimTask(ref: TaskRef, isAhead: boolean, tools: ClaimTools): Promise<ClaimResult> {
  let seat: SeatGrip | undefined;
  try {
    const wanted = await findSeat(ref, tools);
    if (wanted) {
      seat = await tools.seats.take(wanted.engine, wanted.seats);
      if (!seat) return { kind: 'no-seat' };
    }
    const by = { owner: tools.owner, agentVersion: tools.agentVersion, pool: tools.pool };
    const at = tools.clock.now();
    const outcome = await tools.ledger.claim(ref, by, at);
    if (outcome.kind === 'claimed') return { kind: 'claimed', held: holdTask(outcome, { at, isAhead }, seat) };
    await seat?.giveBack();
    return outcome;
  } catch (error) {
    tools.log.warn('ledger.unreachable', { during: 'claim', error });
    await seat?.giveBack();
    return { kind: 'unreachable' };
  }
}

/** A doorbell does not name the engine; only where some engine here is licensed is that worth a read. */
async function findSeat(ref: TaskRef, tools: ClaimTools): Promise<{ engine: string; seats: number } | undefined> {
  if (![...tools.engines.values()].some(({ manifest }) => manifest.license)) return undefined;
  const task = await tools.ledger.findTask(ref);
  const license = task && tools.engines.get(task.features.engine)?.manifest.license;
  return task && license ? { engine: task.features.engine, seats: license.seats } : undefined;
}
