/**
 * What the scaler's row carries from tick to tick, and what others may read of it: the reason that waiting tasks wait.
 * An unreadable text is an empty memory: it only costs keep-alive time.
 */
import { type Lane } from '@reelyard/contracts';
import { emptyMemory, type Memory, type PoolCount, type Waiting } from './core/index.ts';

export interface ScalerNote {
  v: 1;
  at: number;
  memory: Memory;
  /** By lane; absent when nothing of the lane waits. */
  waiting: Partial<Record<Lane, Waiting>>;
  pools: Record<string, PoolCount>;
}

export function writeNote(note: ScalerNote): string {
  return JSON.stringify(note);
}

/** The note in `ScalerState.estimates`; undefined when there is none or it is of another version. */
export function findNote(text: string | undefined): ScalerNote | undefined {
  if (text === undefined) return undefined;
  try {
    const note = JSON.parse(text) as Partial<ScalerNote>;
    return note.v === 1 && note.memory ? (note as ScalerNote) : undefined;
  } catch {
    return undefined;
  }
}

export function readMemory(text: string | undefined): Memory {
  return { ...emptyMemory, ...findNote(text)?.memory };
}
