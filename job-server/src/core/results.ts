/** How long results are shown. Pure. */
import { type Job } from '@reelyard/contracts';
import { apiLimits } from './api-limits.ts';

const dayMs = 86_400_000;

/** Undefined while the job has not ended. */
export const expiryOf = ({ endedAt, retentionDays = apiLimits.retentionDays }: Job): number | undefined =>
  endedAt === undefined ? undefined : endedAt + retentionDays * dayMs;

export type Availability = 'there' | 'deleted' | 'expired';

interface KnownResults {
  readonly expiresAt: number;
  readonly deletedAt?: number;
}

/** @param results absent: nobody has decided anything about them yet */
export function availabilityOf(job: Job, results: KnownResults | undefined, now: number): Availability {
  if (results?.deletedAt !== undefined) return 'deleted';
  const expiresAt = results?.expiresAt ?? expiryOf(job);
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'there';
}
