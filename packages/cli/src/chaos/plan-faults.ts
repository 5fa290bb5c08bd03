/** When which fault comes, from a seed. Pure. */
import { type Dice } from './dice.ts';
import { type FaultKind, isStrike, type Strike, type WeatherKind } from './fault-kinds.ts';

export type PlannedFault =
  { kind: Strike; atMs: number } | { kind: WeatherKind; atMs: number; untilMs: number; seed: number };

/** A strike in so many milliseconds, at least one of each kind: machines have to come back in between. */
const STRIKE_EVERY_MS = 30_000;
/** Share of the run that one weather takes. */
const WEATHER_SHARE = 0.35;

export function planFaults(kinds: readonly FaultKind[], withinMs: number, dice: Dice): PlannedFault[] {
  const planned = kinds.flatMap((kind): PlannedFault[] => {
    if (!isStrike(kind)) {
      const atMs = dice.between(0, Math.round(withinMs * (1 - WEATHER_SHARE)));
      return [{ kind, atMs, untilMs: Math.round(atMs + withinMs * WEATHER_SHARE), seed: dice.between(1, 2 ** 31) }];
    }
    const times = Math.max(1, Math.round(withinMs / STRIKE_EVERY_MS));
    // Without a victim it waits for one.
    return Array.from({ length: times }, () => ({ kind, atMs: dice.between(0, withinMs) }));
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
}
