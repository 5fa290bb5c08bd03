/**
 * The dispatcher of one server: events become deliveries, deliveries are attempted. Level-triggered: it looks every few seconds, and at once when
 * somebody rings. Many servers may run one each.
 */
import { type Loop, startLoop } from '@reelyard/runtime';
import { Deliverer } from './deliver.ts';
import { fanOutOnce } from './fan-out.ts';
import { type WebhookPorts } from './ports.ts';

export interface Dispatcher {
  /** Something may be due. */
  wake(): void;
  /** Starts nothing more and resolves when the attempts under way have ended. */
  stop(): Promise<void>;
}

export function startDispatcher(ports: WebhookPorts, { dispatchMs }: { dispatchMs: number }): Dispatcher {
  const { clock, log } = ports;
  const options = { name: 'dispatch', intervalMs: dispatchMs, clock, log, random: () => ports.random() };
  let isMoreWanted = false;
  const wake = (): void => {
    isMoreWanted = true;
    loop.wake();
  };
  const deliverer = new Deliverer(ports, wake);
  const pass = async (signal: AbortSignal): Promise<void> => {
    do {
      isMoreWanted = false;
      let isMore = true;
      while (isMore && !signal.aborted) isMore = await fanOutOnce(ports);
      if (!signal.aborted) await deliverer.startDue();
      // Rung during the pass: what it rang for may have been missed.
    } while (isMoreWanted && !signal.aborted);
  };
  const loop: Loop = startLoop(pass, options);
  return {
    wake,
    stop: async () => {
      await loop.stop();
      await deliverer.settled();
    },
  };
}
