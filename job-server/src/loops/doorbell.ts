/**
 * Rings for accepted tasks without making the client wait: SendMessageBatch per lane, then T2 for many at once. Whatever fails or
 * does not fit here is still `needsEmit` in the ledger, and the relay sends it.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Logger } from '@reelyard/runtime';
import { record } from '../log-events.ts';
import { type AcceptListener, type Bell } from '../ports.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import { type EmitPorts, markBatch, sendBatch, sendBells } from './emit.ts';

export interface Doorbell extends AcceptListener {
  /** True while this server is about to send the bell itself, so that its relay leaves it alone. */
  isRinging(task: { job: string; n: number }): boolean;
  drained(): Promise<void>;
}

const sending = { size: sendBatch, gatherMs: 8, concurrency: 8, maxWaiting: 20_000 } as const;
const marking = { size: markBatch, gatherMs: 40, concurrency: 3, maxWaiting: 50_000 } as const;

export function createDoorbell(ports: EmitPorts & { log: Logger }): Doorbell {
  const ringing = new Set<string>();
  const forget = (bells: readonly Bell[]): void => bells.forEach((bell) => ringing.delete(nameOf(bell)));
  const guarded = async (bells: Bell[], step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      forget(bells);
      record(ports.log, 'doorbell.failed', { bells: bells.length, error });
    }
  };
  const marker = createBatcher<Bell>(
    (bells) =>
      guarded(bells, async () => {
        await ports.ledger.markQueued(bells, ports.clock.now());
        forget(bells);
      }),
    marking,
    ports.clock,
  );
  const send = (lane: Lane, bells: Bell[]): Promise<void> =>
    guarded(bells, async () => {
      const sent = new Set(await sendBells(lane, bells, ports));
      forget(bells.filter((bell) => !sent.has(bell) || !marker.add(bell)));
    });
  const makeSender = (lane: Lane): [Lane, Batcher<Bell>] => [
    lane,
    createBatcher((batch) => send(lane, batch), sending, ports.clock),
  ];
  const senders = new Map(LANES.map(makeSender));
  const ringOne = (bell: Bell): boolean => {
    ringing.add(nameOf(bell));
    const isTaken = senders.get(bell.lane)?.add(bell) ?? false;
    if (!isTaken) ringing.delete(nameOf(bell));
    return isTaken;
  };
  return {
    ring(bells) {
      const missed = bells.filter((bell) => !ringOne(bell)).length;
      if (missed > 0) record(ports.log, 'doorbell.overflow', { bells: missed });
    },
    isRinging: (task) => ringing.has(nameOf(task)),
    async drained() {
      for (const sender of senders.values()) await sender.drained();
      await marker.drained();
    },
  };
}

const nameOf = ({ job, n }: { job: string; n: number }): string => `${job}/${n}`;
