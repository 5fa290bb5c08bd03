/** All loops of one server, on one clock. Many servers may run them at once: every step is conditional in the ledger. */
import { type KeyLimits } from '@reelyard/contracts';
import { type Clock, type Logger, type Loop, startLoop } from '@reelyard/runtime';
import { type ReemitPolicy } from '../core/decide-reemit.ts';
import { type Prices } from '../core/cost.ts';
import { type LaneQueues, type LoopStore, type Meter, type Storage } from '../ports.ts';
import { createAdmitter } from '../quotas/admit-jobs.ts';
import { purgeResults } from '../results/purge-results.ts';
import { settleJobs } from '../results/settle-jobs.ts';
import { type Doorbell } from './doorbell.ts';
import { createReaper } from './reaper.ts';
import { relayOnce } from './relay.ts';
import { sweepOnce } from './sweeper.ts';

export interface LoopSettings {
  readonly relayMs: number;
  readonly sweeperMs: number;
  readonly reaperMs: number;
  readonly leaseMs: number;
  readonly reemit: ReemitPolicy;
  /** Of keys that have none of their own. */
  readonly limits?: KeyLimits;
  /** USD an hour by pool. */
  readonly prices?: Prices;
}

export interface LoopPorts {
  readonly ledger: LoopStore;
  readonly queues: LaneQueues;
  readonly storage: Pick<Storage, 'remove'>;
  readonly doorbell: Doorbell;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Logger;
  random(): number;
}

export interface Loops {
  wakeQuotas(): void;
  wakePurge(): void;
  stop(): Promise<void>;
}

/** Between two tries while SQS or DynamoDB is away: what waits for its end waits no longer than this. A few calls cost neither anything. */
const AGAIN_MS = 5_000;

/** Turns are spread by a fifth: see the loop. */
const LONGEST_TURN = 1.2;

export function startLoops(ports: LoopPorts, settings: LoopSettings): Loops {
  const { clock, log } = ports;
  const start = (name: string, intervalMs: number, pass: (signal: AbortSignal) => Promise<void>): Loop =>
    startLoop(pass, {
      ...{ name, intervalMs, clock, log, random: () => ports.random() },
      maxBackoffMs: Math.max(intervalMs, AGAIN_MS),
    });
  const relay = start('relay', settings.relayMs, async (signal) => {
    let isMore = true;
    while (isMore && !signal.aborted) isMore = await relayOnce(ports);
  });
  const reap = createReaper({ ...ports, leaseMs: settings.leaseMs });
  const reaper = start('reaper', settings.reaperMs, async (signal) => {
    const { reaped, nextInMs } = await reap();
    if (reaped > 0) relay.wake();
    if (nextInMs > settings.reaperMs * LONGEST_TURN) return;
    // Nobody waits for a whole turn once the time of a lease is up.
    void clock.sleep(nextInMs, signal).then(() => reaper.wake());
  });
  const sweeper = start('sweeper', settings.sweeperMs, () => sweepOnce({ ...ports, policy: settings.reemit }));
  const admit = createAdmitter({ ...ports, listener: ports.doorbell }, settings.limits ?? {});
  const quotas = start('quotas', settings.relayMs, admit);
  const usage = start('usage', settings.sweeperMs, async (signal) => {
    let isMore = true;
    while (isMore && !signal.aborted) isMore = await settleJobs(ports, settings.prices ?? {});
  });
  const purge = start('purge', settings.sweeperMs, async (signal) => {
    let isMore = true;
    while (isMore && !signal.aborted) isMore = await purgeResults(ports, signal);
  });
  const all = [relay, reaper, sweeper, quotas, usage, purge];
  return {
    wakeQuotas: () => quotas.wake(),
    wakePurge: () => purge.wake(),
    stop: async () => {
      await Promise.all(all.map((loop) => loop.stop()));
    },
  };
}
