/** The two objectives of a submit as counters: how many, how many failed by our fault, how many took too long. */
import { OBJECTIVES } from '@reelyard/contracts';
import { type Meter } from '../ports.ts';

/** One answer, as a client saw it. */
export interface Served {
  readonly status: number;
  readonly durationMs: number;
}

export function measureSubmit(meter: Meter, { status, durationMs }: Served): void {
  meter.count('submit.requests');
  if (status >= 500) meter.count('submit.failed');
  if (durationMs > OBJECTIVES.submitWithinMs) meter.count('submit.slow');
  meter.time('submit.milliseconds', durationMs);
}
