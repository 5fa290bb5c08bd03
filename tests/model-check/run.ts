/** Configurations by name, each ready to be checked under a protocol. */
import { SEAT_TRANSITIONS, TRANSITIONS } from '@reelyard/ledger';
import { check, type Report } from './check.ts';
import { CONFIGURATIONS, DEEP } from './configurations.ts';
import { type Limits } from './explore.ts';
import { FarmModel } from './farm-model.ts';
import { type Protocol } from './protocol.ts';
import { SEAT_CONFIGURATIONS, SeatModel } from './seat-model.ts';

export const DEFAULT_NAMES = [...CONFIGURATIONS, ...SEAT_CONFIGURATIONS].map(({ name }) => name);
export const DEEP_NAMES = DEEP.map(({ name }) => name);
export const aboutOf = (name: string): string =>
  [...CONFIGURATIONS, ...SEAT_CONFIGURATIONS, ...DEEP].find((each) => each.name === name)?.about ?? '';

export interface Run extends Report {
  /** Transitions that took effect. */
  readonly seen: readonly string[];
}

/** Answers undefined for a name that no configuration has. */
export async function run(name: string, protocol: Protocol, limits: Limits): Promise<Run | undefined> {
  const seats = SEAT_CONFIGURATIONS.find((each) => each.name === name);
  if (seats) {
    const model = new SeatModel(seats, protocol);
    return { ...check(name, model, limits), seen: [...model.seen] };
  }
  const config = [...CONFIGURATIONS, ...DEEP].find((each) => each.name === name);
  if (!config) return undefined;
  const model = await FarmModel.make(config, protocol);
  return { ...check(name, model, limits), seen: [...model.ledger.seen] };
}

const ALL = [...Object.values(TRANSITIONS), ...Object.values(SEAT_TRANSITIONS)].map(({ id }) => id);

/** A transition that never took effect proves nothing. */
export const unseen = (runs: readonly Run[]): string[] =>
  ALL.filter((id) => !runs.some(({ seen }) => seen.includes(id)));
