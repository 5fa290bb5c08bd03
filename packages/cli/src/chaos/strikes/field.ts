/** What a strike works with, and whom it may hit. */
import { type Farm } from '../../farm/start-farm.ts';
import { type ControlDoor, type MachineView } from '../control-door.ts';
import { type Dice } from '../dice.ts';
import { type Strike } from '../fault-kinds.ts';
import { type FaultyProcesses } from '../faulty-processes.ts';
import { type Calm } from '../calm.ts';

export interface StrikeTimes {
  leaseMs: number;
  /** From a spot notice to the end of the machine. */
  warningSeconds: number;
  /** Machines at work are struck alone, or rather than idle ones: interrupted work is what has to be recovered. */
  busy: 'only' | 'rather';
}

export interface Field {
  farm: Farm;
  door: ControlDoor;
  dice: Dice;
  processes: FaultyProcesses;
  times: StrikeTimes;
  /** Ends every wait early when the faults are to be over. */
  calm: Calm;
  /** The run was given up: nothing is started any more. */
  isAbandoned: boolean;
  /** Machines with a fault that lasts. */
  taken: Set<string>;
  /** Machines that were killed or announced to end: nobody dies twice. */
  doomed: Set<string>;
  /** Kill to answer, in milliseconds. */
  serverBackMs: number[];
  /** It has really happened. @param at when, in epoch milliseconds */
  hit(kind: Strike, at: number, victim?: string): void;
}

/** @returns whether there was a victim that was hit */
export type Act = (field: Field) => Promise<boolean>;

/** A machine's agent alone; its engine is one more. */
const IDLE_PROCESSES = 1;

interface Wish {
  isSpot?: boolean;
  /** The fault lasts, and no two such on one machine. */
  lasts?: boolean;
}

/** Share of strikes that prefer a machine at work where both are wanted. */
const RATHER_BUSY = 0.75;

/** A machine whose agent runs. */
export async function findVictim(
  { door, dice, doomed, taken, times }: Field,
  { isSpot = false, lasts = false }: Wish,
): Promise<MachineView | undefined> {
  const running = (await door.listRunning()).filter(
    (machine) =>
      (!isSpot || machine.isSpot) &&
      !doomed.has(machine.id) &&
      (!lasts || !taken.has(machine.id)) &&
      pidOf(machine) !== undefined,
  );
  const busy = running.filter(({ pids }) => pids.length > IDLE_PROCESSES);
  if (times.busy === 'only') return dice.one(busy);
  return dice.one(busy.length > 0 && dice.chance(RATHER_BUSY) ? busy : running);
}

export const pidOf = ({ services }: MachineView): number | undefined =>
  services.find(({ main }) => main !== undefined)?.main?.pid;

/** Runs a fault that lasts, with the machine taken meanwhile. */
export async function holding(field: Field, victim: string, work: () => Promise<boolean>): Promise<boolean> {
  field.taken.add(victim);
  try {
    return await work();
  } finally {
    field.taken.delete(victim);
  }
}
