/** Strikes at machines: they die, stand still, or are taken away. */
import { type Strike } from '../fault-kinds.ts';
import { type Act, type Field, findVictim, holding, pidOf } from './field.ts';

/** Longer than the lease: whoever thaws finds its task in other hands. */
const FREEZE_LEASES = 1.75;

export const killAgent: Act = async (field) => {
  const victim = await findVictim(field, {});
  const pid = victim && pidOf(victim);
  if (!victim || pid === undefined) return false;
  const at = Date.now();
  if (!signal(pid)) return false;
  field.hit('kill-agent', at, victim.id);
  return true;
};

/** Dead at once, with all its processes; to the control plane it is well. */
export const killInstance: Act = (field) => take(field, 'kill-instance', (id) => field.door.act(id, 'kill'));

export const spotNotice: Act = (field) =>
  take(field, 'spot-notice', (id) => field.door.act(id, 'spot-notice', { seconds: field.times.warningSeconds }));

export const spotWithoutNotice: Act = (field) =>
  take(field, 'spot-without-notice', (id) => field.door.act(id, 'spot-notice', { withNotice: false }));

async function take(field: Field, kind: Strike, act: (id: string) => Promise<unknown>): Promise<boolean> {
  const victim = await findVictim(field, { isSpot: kind !== 'kill-instance' });
  if (!victim) return false;
  field.doomed.add(victim.id);
  const at = Date.now();
  await act(victim.id);
  field.hit(kind, at, victim.id);
  return true;
}

export const freezeInstance: Act = async (field) => {
  const victim = await findVictim(field, { lasts: true });
  if (!victim) return false;
  return holding(field, victim.id, async () => {
    const at = Date.now();
    await field.door.act(victim.id, 'stop');
    field.hit('freeze-instance', at, victim.id);
    await field.calm.pause(field.times.leaseMs * FREEZE_LEASES);
    // Taken away meanwhile, it is no more.
    await field.door.act(victim.id, 'cont').catch(() => undefined);
    return true;
  });
};

function signal(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
