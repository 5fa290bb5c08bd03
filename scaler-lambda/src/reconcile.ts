/**
 * Events are best effort, so this drives everything from state: adopts what waits without a row, advances what boots, lets
 * go what terminates, forgets what is gone. Called by every tick and in a loop by the lifecycle function.
 */
import { type Instance } from '@reelyard/contracts';
import { adopt, adoptRunning, identify, LAUNCH_HOOK, shelve } from './adopt.ts';
import { advanceBootstrap } from './advance-bootstrap.ts';
import { isBooting, isHeld, type MemberView, type PoolPolicy, type Sight } from './core/index.ts';
import { letGo } from './let-go.ts';
import { type Farm } from './ports.ts';

/** DescribeAutoScalingGroups may be behind by this much. */
const SETTLE_MS = 15_000;
/** Ended boots are kept this long: the circuit breaker and the boot estimate read them. */
const KEEP_GONE_MS = 3_600_000;

type Fleet = Pick<Sight, 'groups' | 'instances'>;

interface Place {
  pool: PoolPolicy;
  member: MemberView;
  row: Instance | undefined;
}

/** @returns how many instances still boot or terminate. */
export async function reconcile(farm: Farm, fleet: Fleet): Promise<number> {
  const places = placesOf(farm, fleet);
  const booting = places.flatMap(({ row, member }) => (row && isBooting(row) ? [{ row, member }] : []));
  const unsent = booting.filter(({ row }) => row.boot.phase === 'pending-wait' || row.boot.phase === 'ssm-online');
  const online =
    unsent.length === 0
      ? new Set<string>()
      : await findOnline(
          farm,
          unsent.map(({ row }) => row.id),
        );
  const open = await Promise.all([
    ...places.map((place) => attempt(farm, place.member.id, () => settlePlace(farm, place))),
    ...booting.map(({ row, member }) =>
      attempt(farm, row.id, () =>
        advanceBootstrap(farm, row, { lifecycle: member.lifecycle, isOnline: online.has(row.id) }),
      ),
    ),
    ...missing(fleet).map((row) => attempt(farm, row.id, () => forget(farm, row))),
  ]);
  return open.filter(Boolean).length;
}

function placesOf(farm: Farm, { groups, instances }: Fleet): Place[] {
  const rows = new Map(instances.map((row) => [row.id, row]));
  return farm.policy.pools.flatMap((pool) =>
    (groups.find((group) => group.pool === pool.name)?.members ?? []).map((member) => ({
      pool,
      member,
      row: rows.get(member.id),
    })),
  );
}

/** @returns true while the instance needs another look soon. */
async function settlePlace(farm: Farm, { pool, member, row }: Place): Promise<boolean> {
  const { lifecycle } = member;
  if (isLeaving(lifecycle, row)) {
    await letGo(farm, pool, member.id, row);
    return true;
  }
  if (isBack(lifecycle, row)) await shelve(farm, pool, member, row);
  if (lifecycle === 'InService' && !row) await adoptRunning(farm, pool, member);
  if (!isArriving(lifecycle) || (row && row.state !== 'warm')) {
    if (row) await identify(farm, row, member);
    return /^(Warmed:)?Pending(:Wait)?$/.test(lifecycle);
  }
  const isWarming = lifecycle.startsWith('Warmed');
  const [origin, destination] = [row ? 'WarmPool' : 'EC2', isWarming ? 'WarmPool' : 'AutoScalingGroup'];
  await adopt(farm, pool, member, { hookName: LAUNCH_HOOK, origin, destination });
  return true;
}

/** Held by the terminate hook: on its way out, or back into the warm pool after it served. */
function isLeaving(lifecycle: string, row: Instance | undefined): boolean {
  if (/^(Warmed:)?Terminating:Wait$/.test(lifecycle)) return true;
  return lifecycle === 'Warmed:Pending:Wait' && hasServed(row);
}

function isBack(lifecycle: string, row: Instance | undefined): row is Instance {
  return /^Warmed:(Pending:Proceed|Stopped|Hibernated|Running)$/.test(lifecycle) && hasServed(row);
}

function hasServed(row: Instance | undefined): boolean {
  return row?.state === 'ready' || row?.state === 'terminating';
}

/** From its first moment, so that a boot is measured from there; its hook holds it a little later. */
function isArriving(lifecycle: string): boolean {
  return lifecycle === 'Pending' || isHeld(lifecycle);
}

function missing({ groups, instances }: Fleet): Instance[] {
  const listed = new Set(groups.flatMap((group) => group.members.map(({ id }) => id)));
  const pools = new Set(groups.map((group) => group.pool));
  return instances.filter((row) => pools.has(row.pool) && !listed.has(row.id));
}

async function forget(farm: Farm, row: Instance): Promise<boolean> {
  const age = farm.clock.now() - row.createdAt;
  if (row.state === 'gone') {
    if (age > KEEP_GONE_MS) await farm.ledger.deleteInstance(row.pool, row.id);
    return false;
  }
  if (age <= SETTLE_MS && row.state === 'booting') return true;
  if (await farm.ledger.updateInstance(row, { state: 'gone' }))
    farm.log.info('instance.gone', { pool: row.pool, instanceId: row.id });
  return false;
}

async function findOnline(farm: Farm, ids: readonly string[]): Promise<Set<string>> {
  try {
    return await farm.commands.findOnline(ids);
  } catch (error) {
    farm.log.warn('bootstrap.unreadable', { error });
    return new Set();
  }
}

/** One instance's trouble is not another's; the next pass tries again. */
async function attempt(farm: Farm, instanceId: string, step: () => Promise<boolean>): Promise<boolean> {
  try {
    return await step();
  } catch (error) {
    farm.log.warn('reconcile.failed', { instanceId, error });
    return true;
  }
}
