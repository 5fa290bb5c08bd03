/** The baselines by name. */
import { type Baseline } from './baseline.ts';
import { buildkiteDefault, buildkiteFast } from './buildkite.ts';
import { keda1, keda2, keda5, kedaProtected } from './keda.ts';
import { onePerJob } from './one-per-job.ts';
import { step } from './step.ts';
import { targetTracking } from './target-tracking.ts';

export { type Baseline, type Parameters, type Setting, type Sight, SIGHTS } from './baseline.ts';

export const BASELINES: readonly Baseline[] = [
  keda1,
  keda2,
  keda5,
  kedaProtected,
  targetTracking,
  buildkiteDefault,
  buildkiteFast,
  step,
  onePerJob,
];

/** @throws when nothing has that name, naming those that there are */
export function getBaseline(name: string): Baseline {
  const found = BASELINES.find((each) => each.name === name);
  if (found) return found;
  throw new Error(`no baseline is called ${name}; there are ${BASELINES.map((each) => each.name).join(', ')}`);
}
