/**
 * A machine for each job, as a batch service or a function per render has it: as many machines as jobs wait and run, and a machine without a
 * job goes at once. A machine whose job ended may take the next one that waits before it goes, which is cheaper than one that never does.
 */
import { type CapacityPolicy } from '../policy.ts';
import { defineBaseline, EXACT_PERIOD_SECONDS, type Sight } from './baseline.ts';

/** A batch service looks at its queue in seconds. */
const LAG_SECONDS = 10;

export function createOnePerJob(_parameters: Readonly<Record<string, never>>, sight: Sight = 'real'): CapacityPolicy {
  return {
    name: 'one per job',
    periodSeconds: EXACT_PERIOD_SECONDS,
    lagSeconds: sight === 'exact' ? 0 : LAG_SECONDS,
    protectsBusy: true,
    decide: ({ waiting, running }) => waiting + running,
  };
}

export const onePerJob = defineBaseline<Readonly<Record<string, never>>>({
  name: 'one-per-job',
  about: 'a machine per job that ends after it',
  sources: ['https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html'],
  published: {},
  create: createOnePerJob,
});
