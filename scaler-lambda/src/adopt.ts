/** The row of an instance comes into being: by its lifecycle event, or by a tick that finds it waiting without one. */
import { type Boot, type Instance } from '@reelyard/contracts';
import { type MemberView, type PoolPolicy } from './core/index.ts';
import { type Farm } from './ports.ts';

export interface Launch {
  hookName: string;
  hookToken?: string;
  origin: string;
  destination: string;
}

export const LAUNCH_HOOK = 'bootstrap';
export const TERMINATE_HOOK = 'drain';

/**
 * Safe to call again: an instance out of the warm pool starts a new boot, any other keeps the one it has. The boot before stays for an hour as a row of
 * its own: boot times and the breaker are read from rows.
 */
export async function adopt(farm: Farm, pool: PoolPolicy, member: MemberView, launch: Launch): Promise<void> {
  const now = farm.clock.now();
  const boot = newBoot(launch, now);
  if (await farm.ledger.createInstance(newRow(pool, member, boot, now))) {
    farm.log.info('instance.adopted', { pool: pool.name, instanceId: member.id, ...launch, hookToken: undefined });
    farm.measure({ pool: pool.name, metrics: [{ name: 'bootstrap.launched', value: 1, unit: 'Count' }] });
    return;
  }
  const row = await farm.ledger.findInstance(pool.name, member.id);
  if (!row) return;
  if (row.state === 'warm' && launch.destination === 'AutoScalingGroup') await wake(farm, row, boot, now);
  else if (isBetterKnown(row.boot, launch)) await farm.ledger.updateInstance(row, { boot: { ...row.boot, ...launch } });
}

async function wake(farm: Farm, row: Instance, boot: Boot, now: number): Promise<void> {
  if (!(await farm.ledger.updateInstance(row, { state: 'booting', boot: { ...boot, origin: 'WarmPool' } }))) return;
  farm.log.info('instance.woken', { pool: row.pool, instanceId: row.id });
  farm.measure({ pool: row.pool, metrics: [{ name: 'bootstrap.launched', value: 1, unit: 'Count' }] });
  if (row.boot.readyAt === undefined) return;
  const id = `${row.id}@${row.boot.launchedAt}`;
  await farm.ledger.createInstance({ ...row, id, state: 'gone', version: 1, createdAt: now });
}

/**
 * Back in the warm pool: the row begins anew, without the drained agent and its directive, and keeps its boot. Whoever looks between the two writes
 * finds a stopped machine without a row, which is nobody's business.
 */
export async function shelve(farm: Farm, pool: PoolPolicy, member: MemberView, row: Instance): Promise<void> {
  const boot: Boot = { ...row.boot, phase: 'continued' };
  await farm.ledger.deleteInstance(row.pool, row.id);
  await farm.ledger.createInstance({ ...newRow(pool, member, boot, farm.clock.now()), state: 'warm' });
  farm.log.info('instance.shelved', { pool: pool.name, instanceId: row.id });
}

/** An event names no type, zone or version; the group does. */
export async function identify(farm: Farm, row: Instance, { type, zone, templateVersion }: MemberView): Promise<void> {
  const isKnown = row.templateVersion !== undefined || templateVersion === undefined;
  if (isKnown && (row.zone !== undefined || zone === undefined)) return;
  await farm.ledger.updateInstance(row, {
    ...(type === undefined ? {} : { type }),
    ...(zone === undefined ? {} : { zone }),
    ...(templateVersion === undefined ? {} : { templateVersion }),
  });
}

/** An instance that serves without a row (the row was lost): its agent's report needs one. */
export async function adoptRunning(farm: Farm, pool: PoolPolicy, member: MemberView): Promise<void> {
  const now = farm.clock.now();
  const boot: Boot = { phase: 'continued', launchedAt: now, sends: 0 };
  const row: Instance = { ...newRow(pool, member, boot, now), state: 'ready' };
  if (await farm.ledger.createInstance(row))
    farm.log.warn('instance.adopted', { pool: pool.name, instanceId: member.id, lifecycle: member.lifecycle });
}

/** A row that a tick adopted learns its token, origin and destination from the event. */
function isBetterKnown(boot: Boot, launch: Launch): boolean {
  const isOpen = boot.phase !== 'continued' && boot.phase !== 'abandoned';
  return isOpen && launch.hookToken !== undefined && boot.hookToken === undefined;
}

function newBoot(launch: Launch, now: number): Boot {
  return { phase: 'pending-wait', ...launch, launchedAt: now, sends: 0 };
}

function newRow(pool: PoolPolicy, member: MemberView, boot: Boot, now: number): Instance {
  const { id, type, zone, templateVersion } = member;
  return {
    pool: pool.name,
    id,
    state: 'booting',
    version: 1,
    boot,
    directive: { kind: 'work', epoch: 0, at: now },
    ...(type === undefined ? {} : { type }),
    ...(zone === undefined ? {} : { zone }),
    ...(templateVersion === undefined ? {} : { templateVersion }),
    createdAt: now,
  };
}
