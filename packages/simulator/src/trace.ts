/** What comes in. Invariant: a trace is sorted by arrival; times are seconds from its start, which is a Monday at 00:00 UTC. */
import { type Lane } from '@reelyard/contracts';

export interface Arrival {
  /** Seconds since the start of the trace. */
  at: number;
  /** Seconds that one machine works on it; known to the simulator alone. */
  service: number;
  lane: Lane;
  tenant: string;
  deadlineSeconds: number;
  frames: number;
  /** Of one frame. */
  pixels: number;
  engine: string;
}

export type Trace = readonly Arrival[];

/** What an arrival is where a trace or a generator does not say. */
export const commonArrival: Omit<Arrival, 'at' | 'service'> = {
  lane: 'standard',
  tenant: 'simulated',
  deadlineSeconds: 86_400,
  frames: 300,
  pixels: 1_920 * 1_080,
  engine: 'reel',
};

export function sortTrace(arrivals: readonly Arrival[]): Trace {
  return [...arrivals].sort((a, b) => a.at - b.at);
}

/** Machine seconds of all arrivals. */
export function workOf(trace: Trace): number {
  return trace.reduce((sum, { service }) => sum + service, 0);
}
