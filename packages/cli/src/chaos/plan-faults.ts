/** When which fault comes, from a seed. Pure. */
import { type Dice } from './dice.ts';
import { type FaultKind, isStrike, type Strike, type WeatherKind } from './fault-kinds.ts';

export type PlannedFault =
  { kind: Strike; atMs: number } | { kind: WeatherKind; atMs: number; untilMs: number; seed: number };

/** A strike of each kind in so many milliseconds, at least one: machines have to come back in between. */
const STRIKE_EVERY_MS = 30_000;
/** Share of the run that one weather takes. */
const WEATHER_SHARE = 0.35;

export function planFaults(kinds: readonly FaultKind[], withinMs: number, dice: Dice): PlannedFault[] {
  const planned = kinds.flatMap((kind): PlannedFault[] => {
    if (isStrike(kind)) return spread(kind, Math.max(1, Math.round(withinMs / STRIKE_EVERY_MS)), withinMs, dice);
    const atMs = dice.between(0, Math.round(withinMs * (1 - WEATHER_SHARE)));
    return [{ kind, atMs, untilMs: Math.round(atMs + withinMs * WEATHER_SHARE), seed: dice.between(1, 2 ** 31) }];
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
}

/** Waits for a launch, so it comes before the machines of its part are taken away: later, a short run may launch nothing any more. */
const COMES_FIRST: Strike = 'no-capacity';

/** One in each part of the run, somewhere in it: never all at once. Without a victim a strike waits for one. */
export function spread(kind: Strike, times: number, withinMs: number, dice: Dice): PlannedFault[] {
  const partMs = withinMs / times;
  return Array.from({ length: times }, (_, part) => {
    const within = dice.next() * (kind === COMES_FIRST ? 0 : 1);
    return { kind, atMs: Math.round(partMs * (part + within)) };
  });
}

export interface Rounds {
  rounds: number;
  /** From the first to the last strike of a round. */
  windowMs: number;
  everyMs: number;
  /** Machines of the fleet. */
  fleet: number;
}

/** Half of the fleet within each window, one by one, every other without notice. */
export function planHalves({ rounds, windowMs, everyMs, fleet }: Rounds): PlannedFault[] {
  const half = Math.ceil(fleet / 2);
  return Array.from({ length: rounds * half }, (_, strike): PlannedFault => {
    const [round, at] = [Math.floor(strike / half), strike % half];
    const kind = at % 2 === 0 ? 'spot-without-notice' : 'spot-notice';
    return { kind, atMs: round * everyMs + Math.round((windowMs * at) / half) };
  });
}
