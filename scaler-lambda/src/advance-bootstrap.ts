/**
 * One instance's bootstrap, driven as far as it goes now: observe → decide → apply, at most a few steps. Idempotent: each
 * effect that must not happen twice is claimed by a conditional write first, so that several callers may run it at once.
 */
import { type Boot, type Instance } from '@reelyard/contracts';
import {
  type BootAction,
  type BootMode,
  type BootSight,
  claimSend,
  decideBootstrap,
  findBootMode,
  findCommand,
} from './core/index.ts';
import { LAUNCH_HOOK } from './adopt.ts';
import { type Farm, type HookRef } from './ports.ts';

const MAX_STEPS = 6;

/** @returns true while the row still boots. */
export async function advanceBootstrap(farm: Farm, row: Instance, seen: Omit<BootSight, 'command'>): Promise<boolean> {
  let current: Instance | undefined = row;
  for (let step = 0; step < MAX_STEPS && current; step += 1) {
    const now = farm.clock.now();
    const action = decideBootstrap(current, { ...seen, ...(await observeCommand(farm, current)) }, farm.boot, now);
    if (action.kind === 'wait') return current.state === 'booting';
    if (!(await apply(farm, current, action, now))) return true;
    current = await farm.ledger.findInstance(row.pool, row.id);
  }
  return current?.state === 'booting';
}

async function observeCommand(farm: Farm, { id, boot }: Instance): Promise<Pick<BootSight, 'command'>> {
  const commandId = findCommand(boot);
  if (boot.phase !== 'command-sent' || commandId === undefined || boot.retryAt !== undefined) return {};
  const command = await farm.commands.findResult(commandId, id);
  return command ? { command } : {};
}

type Acting = Exclude<BootAction, { kind: 'wait' }>;

/** @returns false when another caller was first. */
async function apply(farm: Farm, row: Instance, action: Acting, now: number): Promise<boolean> {
  const log = farm.log.child({ pool: row.pool, instanceId: row.id });
  const save = (change: Partial<Boot>): Promise<boolean> =>
    farm.ledger.updateInstance(row, { boot: { ...row.boot, ...change } });
  switch (action.kind) {
    case 'page':
      log.error('bootstrap.unknown-transition', { because: action.because });
      farm.measure({
        metrics: [{ name: 'invariant.violation', value: 1, unit: 'Count' }],
        properties: { instanceId: row.id },
      });
      return (await save({ heartbeatAt: now })) && beat(farm, row);
    case 'heartbeat':
      return (await save({ heartbeatAt: now })) && beat(farm, row);
    case 'reboot':
      if (!(await save({ rebootedAt: now }))) return false;
      log.warn('bootstrap.rebooted', { because: action.because });
      await farm.machines.reboot(row.id);
      return true;
    case 'send':
      return send(farm, row, action.mode, now);
    case 'retry':
      log.warn('bootstrap.retry', { because: action.because, at: action.at, sends: row.boot.sends });
      return save({ retryAt: action.at });
    case 'finish':
      return finish(farm, row, action, now);
    case 'complete':
      return complete(farm, row, action, now);
    case 'settle':
      return settle(farm, row, now);
    case 'gone':
      log.warn('bootstrap.gone', { because: action.because });
      return farm.ledger.updateInstance(row, { state: 'gone' });
  }
}

async function send(farm: Farm, row: Instance, mode: BootMode, now: number): Promise<boolean> {
  const boot: Boot = { ...row.boot };
  delete boot.retryAt;
  const claimed: Boot = {
    ...boot,
    phase: 'command-sent',
    commandId: claimSend(farm.newNonce()),
    ssmOnlineAt: boot.ssmOnlineAt ?? now,
    commandSentAt: now,
    sends: boot.sends + 1,
  };
  if (!(await farm.ledger.updateInstance(row, { boot: claimed }))) return false;
  const { bootstrapDocument, parameters } = farm;
  const values = {
    AgentParameter: parameters.agentParameter,
    EngineParameter: parameters.engineParameter,
    EngineBucket: parameters.engineBucket,
    Pool: row.pool,
    Mode: mode,
  };
  const commandId = await farm.commands.send(bootstrapDocument, [row.id], values, farm.boot.commandMs / 1_000);
  farm.log.info('bootstrap.sent', { pool: row.pool, instanceId: row.id, commandId, mode, sends: claimed.sends });
  return recordCommand(farm, row, claimed.commandId, commandId);
}

/** In place of its claim; a heartbeat may have come between, so a refused write is tried on the row as it is then. */
async function recordCommand(
  farm: Farm,
  { pool, id }: Instance,
  claim: string | undefined,
  commandId: string,
): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const row = await farm.ledger.findInstance(pool, id);
    if (row?.boot.commandId !== claim) return false;
    if (row && (await farm.ledger.updateInstance(row, { boot: { ...row.boot, commandId } }))) return true;
  }
  return false;
}

async function finish(
  farm: Farm,
  row: Instance,
  action: Extract<BootAction, { kind: 'finish' }>,
  now: number,
): Promise<boolean> {
  const { result, output, cancels } = action;
  const boot: Boot = {
    ...row.boot,
    phase: 'command-done',
    heartbeatAt: now,
    result,
    ...(output === undefined || result.ok ? {} : { output }),
  };
  if (!(await farm.ledger.updateInstance(row, { boot }))) return false;
  const fields = { pool: row.pool, instanceId: row.id, ...result, sends: row.boot.sends };
  if (result.ok) farm.log.info('bootstrap.done', fields);
  else {
    farm.log.error('bootstrap.failed', { ...fields, output });
    farm.measure({
      ...of({ ...row, boot }),
      metrics: [{ name: 'bootstrap.failed', value: 1, unit: 'Count' }],
    });
  }
  if (cancels !== undefined) await farm.commands.cancel(cancels);
  return true;
}

async function complete(
  farm: Farm,
  row: Instance,
  { outcome }: Extract<BootAction, { kind: 'complete' }>,
  now: number,
): Promise<boolean> {
  const answer = await farm.groups.completeHook(hookOf(farm, row), outcome);
  if (outcome === 'ABANDON') {
    return farm.ledger.updateInstance(row, { state: 'terminating', boot: { ...row.boot, phase: 'abandoned' } });
  }
  if (answer === 'done') return settle(farm, row, now);
  farm.log.warn('bootstrap.gone', { pool: row.pool, instanceId: row.id, because: 'the hook was over already' });
  return false;
}

async function settle(farm: Farm, row: Instance, now: number): Promise<boolean> {
  const isWarm = findBootMode(row.boot) === 'install';
  const boot: Boot = { ...row.boot, phase: 'continued', ...(isWarm ? {} : { readyAt: now }) };
  if (!(await farm.ledger.updateInstance(row, { state: isWarm ? 'warm' : 'ready', boot }))) return false;
  const seconds = (now - boot.launchedAt) / 1_000;
  farm.log.info('bootstrap.continued', { pool: row.pool, instanceId: row.id, seconds, isWarm });
  const onlineSeconds = ((boot.ssmOnlineAt ?? now) - boot.launchedAt) / 1_000;
  farm.measure({
    ...of(row),
    metrics: [
      { name: 'bootstrap.seconds', value: seconds, unit: 'Seconds' },
      { name: 'bootstrap.online_seconds', value: onlineSeconds, unit: 'Seconds' },
    ],
  });
  return true;
}

async function beat(farm: Farm, row: Instance): Promise<boolean> {
  await farm.groups.beatHook(hookOf(farm, row));
  return true;
}

function hookOf(farm: Farm, { pool: name, id, boot }: Instance): HookRef {
  const pool = farm.policy.pools.find((each) => each.name === name);
  if (!pool) throw new Error(`no pool ${name}`);
  const hook = { pool, instance: id, hook: boot.hookName ?? LAUNCH_HOOK };
  return boot.hookToken === undefined ? hook : { ...hook, token: boot.hookToken };
}

function of({ pool, id, boot }: Instance): { pool: string; properties: Readonly<Record<string, unknown>> } {
  return { pool, properties: { instanceId: id, code: boot.result?.code } };
}
