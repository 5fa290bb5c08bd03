/**
 * One look at the farm. Rows are read before the groups: a row that exists had its instance in the group already, so a row without one is truly
 * gone. What cannot be read is an error, and the tick is blind; what only helps (versions, failed launches) is left out instead.
 */
import { type Lane, LANES } from '@reelyard/contracts';
import { type WaitingTask } from '@reelyard/ledger';
import {
  countAsked,
  type GroupView,
  type LaunchFailure,
  type Memory,
  type SeatView,
  type Sight,
} from './core/index.ts';
import { readMemory } from './memory.ts';
import { type Farm } from './ports.ts';

/** This many are read, by deadline; of the rest the lanes' numbers are enough: the caps bind long before. */
const WAITING_LIMIT = 5_000;
/** A scaler that never heard of a failure listens this far back. */
const HEAR_MS = 300_000;

export async function observeFleet(farm: Farm): Promise<Pick<Sight, 'groups' | 'instances'>> {
  const rows = await Promise.all(farm.policy.pools.map((pool) => farm.ledger.listInstances(pool.name)));
  return { instances: rows.flat(), groups: await farm.groups.describe(farm.policy.pools) };
}

export async function observe(farm: Farm): Promise<Sight> {
  const at = farm.clock.now();
  const [fleet, waiting, leased, state, seats, wanted] = await Promise.all([
    observeFleet(farm),
    observeWaiting(farm),
    farm.ledger.findLeased(WAITING_LIMIT),
    farm.ledger.findScaler(),
    observeSeats(farm, at),
    farm.packages.findWanted(),
  ]);
  const memory = readMemory(state?.estimates);
  return {
    kind: 'seen',
    at,
    ...fleet,
    ...waiting,
    leaseOwners: leased.map((task) => task.owner),
    seats,
    wanted,
    launchFailures: await observeFailures(farm, fleet.groups, memory, at),
    memory,
  };
}

async function observeWaiting({ ledger }: Farm): Promise<Pick<Sight, 'waiting' | 'beyond'>> {
  const lanes = await Promise.all(
    LANES.map(async (lane) => {
      const tasks = await ledger.findWaiting(lane, WAITING_LIMIT);
      const total = tasks.length < WAITING_LIMIT ? tasks.length : await ledger.countWaiting(lane);
      return { lane, tasks, total };
    }),
  );
  const all = lanes.flatMap(({ tasks }) => tasks);
  const waiting = all.length <= WAITING_LIMIT ? all : all.sort(byDeadline).slice(0, WAITING_LIMIT);
  return { waiting, beyond: countBeyond(lanes, waiting) };
}

function countBeyond(
  lanes: readonly { lane: Lane; total: number }[],
  waiting: readonly WaitingTask[],
): Partial<Record<Lane, number>> {
  const read = new Map<Lane, number>();
  for (const { lane } of waiting) read.set(lane, (read.get(lane) ?? 0) + 1);
  const more = lanes.map(({ lane, total }) => [lane, total - (read.get(lane) ?? 0)] as const);
  return Object.fromEntries(more.filter(([, count]) => count > 0));
}

const byDeadline = (a: WaitingTask, b: WaitingTask): number => a.deadlineAt - b.deadlineAt;

function observeSeats({ ledger, policy }: Farm, now: number): Promise<SeatView[]> {
  return Promise.all(
    policy.seats.map(async ({ engine }) => ({ engine, held: (await ledger.findSeats(engine, now)).length })),
  );
}

/** Asked for only where a group has not got what it asks for: one call for each such pool. */
async function observeFailures(
  farm: Farm,
  groups: readonly GroupView[],
  { heard = {} }: Memory,
  now: number,
): Promise<LaunchFailure[]> {
  const short = farm.policy.pools.filter((pool) =>
    groups.some((each) => each.pool === pool.name && countAsked(each) > 0),
  );
  const found = await Promise.all(
    short.map(async (pool) => {
      try {
        return await farm.groups.findLaunchFailures(pool, heard[pool.name] ?? now - HEAR_MS);
      } catch (error) {
        farm.log.warn('capacity.unreadable', { pool: pool.name, error });
        return [];
      }
    }),
  );
  return found.flat();
}
