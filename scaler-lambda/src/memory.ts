/**
 * What the scaler's row carries from tick to tick: the note that others read, and the memory that only the scaler does.
 * An unreadable text is an empty memory: it only costs what was learned.
 */
import { findScalerNote, type Lane, LANES, type ScalerNote } from '@reelyard/contracts';
import { emptyMemory, type Memory } from './core/index.ts';
import { type Farm } from './ports.ts';

export function writeNote(note: ScalerNote & { memory: Memory }): string {
  return JSON.stringify(note);
}

/** The word `blind` for every lane, so that jobs that wait show it; what was learned stays. */
export async function blindNote(farm: Farm, because: string): Promise<string | undefined> {
  try {
    const text = (await farm.ledger.findScaler())?.estimates;
    const last = findScalerNote(text);
    const toWord = (lane: Lane) => [lane, { count: last?.waiting[lane]?.count ?? 0, code: 'blind', because }] as const;
    const waiting = Object.fromEntries(LANES.map(toWord)) as ScalerNote['waiting'];
    const { pools = {}, ratios = {} } = last ?? {};
    return writeNote({ v: 1, at: farm.clock.now(), waiting, pools, ratios, memory: readMemory(text) });
  } catch (error) {
    farm.log.warn('scaler.unnoted', { error });
    return undefined;
  }
}

export function readMemory(text: string | undefined): Memory {
  if (text === undefined || !findScalerNote(text)) return emptyMemory;
  return { ...emptyMemory, ...(JSON.parse(text) as { memory?: Partial<Memory> }).memory };
}
