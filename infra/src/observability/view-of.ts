/** The view of a deployed environment: names are computed, ids are looked up. */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Environment } from '@reelyard/environments';
import { type Names } from '../names.ts';
import { type FarmView } from './view.ts';

export type LookedUp = Pick<FarmView, 'loadBalancer' | 'targetGroup'>;

export function viewOf(
  { pools, lanes, canary }: Pick<Environment, 'pools' | 'lanes' | 'canary'>,
  names: Names,
  ids: LookedUp,
): FarmView {
  const { environment, region, account, table, deadQueue, laneQueues, cluster, service, artifactBucket } = names;
  const startWithin = LANES.map((lane) => [lane, lanes[lane].startWithinMs]);
  return {
    ...{ environment, region, account, table, deadQueue, laneQueues, cluster, service, artifactBucket, ...ids },
    pools: pools.map(({ name, hourlyCost }) => ({ name, hourlyCost, group: names.poolGroup(name) })),
    startWithinMs: Object.fromEntries(startWithin) as Record<Lane, number>,
    functions: {
      scale: names.scaleFunction,
      lifecycle: names.lifecycleFunction,
      ...(canary === undefined ? {} : { canary: names.canaryFunction }),
    },
    logGroups: names.logGroups,
  };
}
