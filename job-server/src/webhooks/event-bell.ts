/** Agents ring when a job has ended, so that its webhook leaves at once. A bell that is lost costs the dispatcher's interval, nothing more. */
import { type Clock, type Logger, startLoop } from '@reelyard/runtime';

export interface EventBell {
  /** Resolves when somebody rang, or after a while; aborted it resolves at once. Faults: FarmError `queue-unavailable`. */
  wait(signal: AbortSignal): Promise<boolean>;
}

export function listenToBell(
  bell: EventBell,
  onRing: () => void,
  { clock, log, random }: { clock: Clock; log: Logger; random(): number },
): { stop(): Promise<void> } {
  const pass = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) if (await bell.wait(signal)) onRing();
  };
  return startLoop(pass, { name: 'event-bell', intervalMs: 1_000, clock, log, random: () => random() });
}
