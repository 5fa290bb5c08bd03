/** Whether the canary sings now. Invariant: it never wakes a farm that sleeps, for a job of its own would launch a machine. */
import { type Instance } from '@reelyard/contracts';

export type Visit = { kind: 'go'; machines: number } | { kind: 'skip'; because: string };

/** Machines that boot are on their way for somebody else; parked and draining ones are on their way out. */
export function decideVisit(instances: readonly Instance[]): Visit {
  const machines = instances.filter(({ state, directive }) => state === 'ready' && directive.kind === 'work').length;
  if (machines > 0) return { kind: 'go', machines };
  return { kind: 'skip', because: `none of ${instances.length} machines is ready or busy` };
}
