/** Strikes at what a process takes for granted: the time of day, and room on its disk. */
import { type ProcessFault } from '../faulty-processes.ts';
import { type Strike } from '../fault-kinds.ts';
import { type Act, type Field, findVictim, holding } from './field.ts';

const JOB_SERVER = 'job-server';
const ANSWER_MS = 3_000;
const LASTS_LEASES = { clock: 3, disk: 1.5 };
/** Seconds to minutes, either way; as many small ones as large ones. */
const OFFSET_MS = { least: 1_000, most: 90_000 };

export const clockAgent: Act = (field) => strikeAgent(field, 'clock-agent', { clockOffsetMs: offset(field) }, 'clock');

export const diskFull: Act = (field) => strikeAgent(field, 'disk-full', { isDiskFull: true }, 'disk');

export const clockJobServer: Act = (field) =>
  inForce(field, 'clock-job-server', JOB_SERVER, { clockOffsetMs: offset(field) }, 'clock');

async function strikeAgent(
  field: Field,
  kind: Strike,
  fault: ProcessFault,
  lasts: keyof typeof LASTS_LEASES,
): Promise<boolean> {
  const victim = await findVictim(field, { lasts: true });
  if (!victim) return false;
  return holding(field, victim.id, () => inForce(field, kind, victim.id, fault, lasts));
}

async function inForce(
  { processes, calm, times, hit }: Field,
  kind: Strike,
  who: string,
  fault: ProcessFault,
  lasts: keyof typeof LASTS_LEASES,
): Promise<boolean> {
  const at = Date.now();
  const isInForce = await processes.tell(who, fault, ANSWER_MS);
  if (isInForce) hit(kind, at, who);
  if (isInForce) await calm.pause(times.leaseMs * LASTS_LEASES[lasts]);
  const none = Object.fromEntries(Object.keys(fault).map((name) => [name, undefined]));
  await processes.tell(who, none, 0);
  return isInForce;
}

function offset({ dice }: Field): number {
  const { least, most } = OFFSET_MS;
  return Math.round(least * (most / least) ** dice.next()) * (dice.chance(0.5) ? 1 : -1);
}
