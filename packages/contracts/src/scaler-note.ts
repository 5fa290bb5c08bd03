/**
 * What the scaler leaves in its row for others to read: why each lane waits and what each pool holds. Invariant: it is about the instant
 * `at`, and of what a newer scaler adds, a reader of this version sees as much as it understands.
 */
import { z } from 'zod';
import { LANES } from './vocabulary.ts';
import { WAIT_REASONS } from './wait-reason.ts';

const instant = z.number();
const count = z.number().min(0);

export const laneWaiting = z.object({
  /** Tasks of the lane, those that are not due included. */
  count,
  code: z.enum(WAIT_REASONS),
  /** For operators; of the task that speaks for the lane. */
  because: z.string(),
  /** Expected start of the first waiting task of the lane. */
  etaAt: instant.optional(),
  /** And of the last one that was laid. */
  lastEtaAt: instant.optional(),
});
export type LaneWaiting = z.output<typeof laneWaiting>;

export const poolCount = z.object({
  desired: count,
  pending: count,
  ready: count,
  busy: count,
  parked: count,
  draining: count,
  stuck: count,
});
export type PoolCount = z.output<typeof poolCount>;

const [express, standard, bulk] = LANES;
/** A word of another version is no word. */
const lane = laneWaiting.optional().catch(undefined);

export const scalerNote = z.object({
  v: z.literal(1),
  at: instant,
  /** Absent when nothing of the lane waits. */
  waiting: z.object({ [express]: lane, [standard]: lane, [bulk]: lane }),
  pools: z.record(z.string(), poolCount).catch({}),
  /** By engine, and `*` for all: seconds that tasks were measured to take, over those of the prior. Nothing of an engine that served none. */
  ratios: z.record(z.string(), z.number().positive()).catch({}),
});
export type ScalerNote = z.output<typeof scalerNote>;

/** The note in `ScalerState.estimates`; undefined when there is none, or it is of another version. */
export function findScalerNote(text: string | undefined): ScalerNote | undefined {
  if (text === undefined) return undefined;
  try {
    return scalerNote.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
