/**
 * One look at the farm. Rows are read before the groups: a row that exists had its instance in the group already,
 * so a row without one is truly gone.
 */
import { LANES } from '@reelyard/contracts';
import { type Sight } from './core/index.ts';
import { readMemory } from './memory.ts';
import { type Farm } from './ports.ts';

/** Beyond this many waiting tasks of a lane the rest is not read: the caps bind long before. */
const WAITING_LIMIT = 5_000;

export async function observeFleet(farm: Farm): Promise<Pick<Sight, 'groups' | 'instances'>> {
  const rows = await Promise.all(farm.policy.pools.map((pool) => farm.ledger.listInstances(pool.name)));
  return { instances: rows.flat(), groups: await farm.groups.describe(farm.policy.pools) };
}

export async function observe(farm: Farm): Promise<Sight> {
  const at = farm.clock.now();
  const [fleet, waiting, leased, state] = await Promise.all([
    observeFleet(farm),
    Promise.all(LANES.map((lane) => farm.ledger.findWaiting(lane, WAITING_LIMIT))),
    farm.ledger.findLeased(WAITING_LIMIT),
    farm.ledger.findScaler(),
  ]);
  const leaseOwners = leased.map((task) => task.owner);
  return {
    kind: 'seen',
    at,
    ...fleet,
    waiting: waiting.flat(),
    beyond: {},
    leaseOwners,
    seats: [],
    launchFailures: [],
    memory: readMemory(state?.estimates),
  };
}
