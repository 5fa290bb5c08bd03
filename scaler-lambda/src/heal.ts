/** Suspects only: looks at silent agents through one batched Probe, restarts once, and gives up after the leases went back. */
import { type Instance } from '@reelyard/contracts';
import { decideHealth, type HealthAction, type HealthSight, type ProbeMemory, type Sight } from './core/index.ts';
import { type Farm } from './ports.ts';

/** Instances that SendCommand takes by id. */
const PROBE_BATCH = 50;
const PROBE_SECONDS = 60;
/** Stands for a probe that SSM did not take. */
const UNSENT = 'unsent';

type Probes = Record<string, ProbeMemory>;

interface Judged {
  row: Instance;
  action: HealthAction;
}

/** @returns the probes that the next tick should remember. */
export async function heal(farm: Farm, sight: Sight): Promise<Probes> {
  const judged = await Promise.all(sight.instances.map((row) => judge(farm, sight, row)));
  const kept: Probes = Object.fromEntries(
    judged.flatMap(({ row, action }) => {
      const probe = sight.memory.probes[row.id];
      if (!probe || action.kind === 'none' || action.kind === 'unhealthy') return [];
      return [[row.id, action.kind === 'beats' ? moved(probe, row, farm.clock.now()) : probe]];
    }),
  );
  for (const action of ['check', 'restart'] as const) {
    const kind = action === 'check' ? 'probe' : 'restart';
    const due = judged.filter((each) => each.action.kind === kind).slice(0, PROBE_BATCH);
    Object.assign(kept, await probe(farm, due, action));
  }
  for (const { row, action } of judged) if (action.kind === 'unhealthy') await giveUp(farm, row, action.because);
  return kept;
}

const moved = (probe: ProbeMemory, { agent }: Instance, beatAt: number): ProbeMemory =>
  agent === undefined ? probe : { ...probe, beat: agent.beat, beatAt };

async function judge(farm: Farm, sight: Sight, row: Instance): Promise<Judged> {
  const member = sight.groups.flatMap((group) => group.members).find(({ id }) => id === row.id);
  const probe = sight.memory.probes[row.id];
  const seen: HealthSight = {
    holdsLease: sight.leaseOwners.some((owner) => owner.startsWith(`${row.id}/`)),
    ...(member ? { lifecycle: member.lifecycle } : {}),
    ...(probe ? { probe, ...(await readProbe(farm, row.id, probe)) } : {}),
  };
  return { row, action: decideHealth(row, seen, farm.policy, farm.clock.now()) };
}

async function readProbe(farm: Farm, id: string, probe: ProbeMemory): Promise<Pick<HealthSight, 'agentIsActive'>> {
  if (probe.commandId === UNSENT) return {};
  try {
    const view = await farm.commands.findResult(probe.commandId, id);
    if (!view || view.status !== 'success') return {};
    return { agentIsActive: /"agent":"active"/.test(view.output) };
  } catch (error) {
    farm.log.warn('health.unreadable', { instanceId: id, error });
    return {};
  }
}

async function probe(farm: Farm, due: readonly Judged[], action: 'check' | 'restart'): Promise<Probes> {
  if (due.length === 0) return {};
  const ids = due.map(({ row }) => row.id);
  const beats = new Map(due.flatMap(({ row }) => (row.agent ? [[row.id, { beat: row.agent.beat }]] : [])));
  const sentAt = farm.clock.now();
  try {
    const commandId = await farm.commands.send(farm.probeDocument, ids, { Action: action }, PROBE_SECONDS);
    farm.log.warn('health.probed', { action, instances: ids, commandId });
    return Object.fromEntries(ids.map((id) => [id, { commandId, action, sentAt, ...beats.get(id) }]));
  } catch (error) {
    // SSM does not reach them: remembered all the same, so that the clock towards unhealthy runs.
    farm.log.warn('health.unreachable', { action, instances: ids, error });
    return Object.fromEntries(ids.map((id) => [id, { commandId: UNSENT, action, sentAt, ...beats.get(id) }]));
  }
}

async function giveUp(farm: Farm, row: Instance, because: string): Promise<void> {
  try {
    await farm.groups.markUnhealthy(row.id);
    farm.log.error('health.unhealthy', { pool: row.pool, instanceId: row.id, because });
  } catch (error) {
    farm.log.warn('health.not-marked', { instanceId: row.id, error });
  }
}
