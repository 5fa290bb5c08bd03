/** What a key may take: its own limits, else what the environment says for each. Pure. */
import { type KeyLimits } from '@reelyard/contracts';

/** The quota that the keys of a tenant share when they have no limits of their own. */
export const TENANT_QUOTA = '-';

export const hasJobLimits = ({ concurrentJobs, jobsPerDay }: KeyLimits): boolean =>
  concurrentJobs !== undefined || jobsPerDay !== undefined;

/** Whose quota the jobs of a key count against; undefined: nobody's. */
export function quotaOf(key: { id: string; limits?: KeyLimits | undefined }, ofTenant: KeyLimits): string | undefined {
  if (key.limits && hasJobLimits(key.limits)) return key.id;
  return hasJobLimits(ofTenant) ? TENANT_QUOTA : undefined;
}

export const requestsOf = (own: KeyLimits | undefined, ofTenant: KeyLimits): number | undefined =>
  own?.requestsPerMinute ?? ofTenant.requestsPerMinute;
