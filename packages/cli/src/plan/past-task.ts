/** A task that was served, as the ledger or a log remembers it. Invariant: a trace starts with its first arrival, at second 0. */
import { type Arrival, commonArrival, sortTrace, type Trace } from '@reelyard/simulator';

export interface PastTask extends Pick<Arrival, 'lane' | 'tenant' | 'frames' | 'pixels' | 'engine'> {
  /** Instant from which it might have started. */
  arrivedAt: number;
  /** Of work, on one machine. */
  seconds: number;
  deadlineAt?: number;
}

/** What was found, before anything is simulated. */
export interface Past {
  /** As people are told: `ledger of prod, tenants acme`. */
  source: string;
  trace: Trace;
  /** What limits it, in sentences. */
  remarks: string[];
  /** Seconds from launch to usable, where it was measured. */
  bootSeconds?: number;
}

/** The kernel takes no time for nothing. */
const leastSeconds = 0.1;

export function toTrace(tasks: readonly PastTask[]): Trace {
  const start = tasks.reduce((first, { arrivedAt }) => Math.min(first, arrivedAt), Infinity);
  return sortTrace(
    tasks.map(({ arrivedAt, seconds, deadlineAt, ...look }) => ({
      ...look,
      at: (arrivedAt - start) / 1_000,
      service: Math.max(leastSeconds, seconds),
      deadlineSeconds:
        deadlineAt === undefined ? commonArrival.deadlineSeconds : Math.max(0, (deadlineAt - arrivedAt) / 1_000),
    })),
  );
}
