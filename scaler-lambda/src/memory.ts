/**
 * What the scaler's row carries from tick to tick: the note that others read, and the memory that only the scaler does.
 * An unreadable text is an empty memory: it only costs what was learned.
 */
import { findScalerNote, type ScalerNote } from '@reelyard/contracts';
import { emptyMemory, type Memory } from './core/index.ts';

export function writeNote(note: ScalerNote & { memory: Memory }): string {
  return JSON.stringify(note);
}

export function readMemory(text: string | undefined): Memory {
  if (text === undefined || !findScalerNote(text)) return emptyMemory;
  return { ...emptyMemory, ...(JSON.parse(text) as { memory?: Partial<Memory> }).memory };
}
