/**
 * Wakes a sleeping scaler after an accept. At most one look at its row a second and one call in ten seconds per server, and the last
 * accept of a burst is never without a look after it. Failures are only logged: the schedule ticks anyway.
 */
import { type Clock, type Logger } from '@reelyard/runtime';
import { record } from '../log-events.ts';
import { type LoopStore, type ScalerDoor } from '../ports.ts';

export interface KickPorts {
  readonly ledger: Pick<LoopStore, 'findScaler'>;
  readonly scaler: ScalerDoor;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Kick {
  accepted(): void;
  stop(): Promise<void>;
}

const lookMs = 1_000;
const kickMs = 10_000;

export function createKick(ports: KickPorts): Kick {
  const stopped = new AbortController();
  let isWanted = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (isWanted && !stopped.signal.aborted) {
      isWanted = false;
      const didKick = await kickIfAsleep(ports);
      await ports.clock.sleep(didKick ? kickMs : lookMs, stopped.signal);
    }
    running = undefined;
  };
  return {
    accepted() {
      isWanted = true;
      running ??= run();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

async function kickIfAsleep({ ledger, scaler, log }: KickPorts): Promise<boolean> {
  try {
    const row = await ledger.findScaler();
    if (row !== undefined && !row.asleep) return false;
    await scaler.invoke();
    record(log, 'scaler.kicked');
    return true;
  } catch (error) {
    record(log, 'scaler.kick-failed', { error });
    return true;
  }
}
