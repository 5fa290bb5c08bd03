/**
 * Send, then mark: a doorbell goes to its lane first, and T2 clears `needsEmit` after. A crash in between sends it twice, which is
 * harmless; the other order could lose it.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';
import { type Bell, type LaneQueues, type LoopStore } from '../ports.ts';

/** Bounds of SendMessageBatch and of one T2 call. */
export const sendBatch = 10;
export const markBatch = 100;

export interface EmitPorts {
  readonly ledger: Pick<LoopStore, 'markQueued'>;
  readonly queues: Pick<LaneQueues, 'send'>;
  readonly clock: Clock;
}

/** Sends at most `sendBatch` bells of one lane; returns those that the queue took. */
export async function sendBells(
  lane: Lane,
  bells: readonly Bell[],
  { queues }: Pick<EmitPorts, 'queues'>,
): Promise<Bell[]> {
  const taken = await queues.send(lane, bells);
  return bells.filter((_, index) => taken[index] === true);
}

/** Emits what is due, lane by lane; returns how many were marked queued. */
export async function emitDue(due: readonly Bell[], ports: EmitPorts): Promise<number> {
  const sent: Bell[] = [];
  for (const lane of LANES) {
    const bells = due.filter((bell) => bell.lane === lane);
    for (const batch of inBatches(bells, sendBatch)) sent.push(...(await sendBells(lane, batch, ports)));
  }
  let queued = 0;
  for (const batch of inBatches(sent, markBatch)) {
    queued += (await ports.ledger.markQueued(batch, ports.clock.now())).queued;
  }
  return queued;
}

export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
