/**
 * One launch: from the call to the end of its bill. A warm machine that starts again is another launch under the same id.
 * | state | meaning |
 * | --- | --- |
 * | booting | billed, cannot work |
 * | failed | its bootstrap failed; billed until somebody ends it |
 * | serving | idle without a run, busy with one |
 * | terminating | its end is under way, it takes nothing |
 * | ended | no longer billed |
 */
import { type Task } from './task-queue.ts';

export interface Run {
  task: Task;
  startedAt: number;
}

export interface Place {
  type: string;
  zone: string;
}

export type MachineState = 'booting' | 'failed' | 'serving' | 'terminating' | 'ended';

export interface Machine {
  id: string;
  pool: string;
  purchase: 'on-demand' | 'spot';
  place: Place;
  origin: 'cold' | 'warm';
  /** Goes back to the shelf when it is scaled in. */
  hasSlot: boolean;
  state: MachineState;
  launchedAt: number;
  readyAt?: number;
  endedAt?: number;
  /** Takes tasks; an agent that was told to park, or has a spot notice, does not. */
  isReceiving: boolean;
  /** Has a spot notice. */
  isDoomed: boolean;
  run?: Run;
  runs: number;
}

export function isStanding({ state }: Machine): boolean {
  return state !== 'terminating' && state !== 'ended';
}
