/** A plan from a seed. Few jobs and few faults each: many small lives find more than one long one, and shrink faster. */
import { LANES } from '@reelyard/contracts';
import { type CallKind } from './world/life.ts';
import { between, type Dice, diceOf } from './world/chance.ts';
import { makeReceivers } from './make-receivers.ts';
import {
  ASSETS,
  type Blow,
  BLOW_KINDS,
  type Fault,
  type FaultKind,
  FAULT_KINDS,
  type Mood,
  type Plan,
  type PlannedJob,
  WEATHER_KINDS,
  type WeatherKind,
} from './plan.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Jobs come and faults begin within this time. */
const STORMY_MS = 3 * MINUTE;

/** @param kinds only these befall it; all of them when absent */
export function makePlan(seed: number, kinds: readonly FaultKind[] = FAULT_KINDS): Plan {
  const dice = diceOf(seed, 'plan');
  const isLicensed = dice.chance(0.25);
  const agents = between(dice, isLicensed ? 2 : 1, 3);
  const servers = between(dice, 1, 2);
  const jobs = makeJobs(dice, isLicensed);
  const faults = Array.from({ length: dice.chance(0.05) ? 0 : between(dice, 1, 6) }, () =>
    makeFault(dice, { agents, servers, isLicensed, jobs }),
  );
  const { blows, ...listened } = makeReceivers(diceOf(seed, 'webhooks'), { servers, jobs });
  return {
    ...{ seed, agents, servers },
    skewMs: dice.chance(0.2) ? 1_500 : 5,
    seats: dice.chance(0.7) ? 1 : 2,
    ...makeQuota(diceOf(seed, 'quota')),
    ...listened,
    faults: [...faults, ...blows].filter(({ kind }) => kinds.includes(kind)),
  };
}

/** With dice of its own: a quota changes nothing else of a life. */
const makeQuota = (dice: Dice): Pick<Plan, 'concurrentJobs'> =>
  dice.chance(0.2) ? { concurrentJobs: between(dice, 1, 2) } : {};

function makeJobs(dice: Dice, isLicensed: boolean): PlannedJob[] {
  return Array.from({ length: between(dice, isLicensed ? 3 : 1, 4) }, (_, at) => makeJob(dice, `j${at}`, isLicensed));
}

function makeJob(dice: Dice, name: string, isLicensed: boolean): PlannedJob {
  const segments = dice.chance(0.4) ? between(dice, 2, 3) : 1;
  return {
    name,
    atMs: dice.below(dice.chance(0.5) ? 5 * SECOND : STORMY_MS),
    tenant: dice.chance(0.8) ? 'acme' : 'globex',
    lane: dice.one(LANES) ?? 'standard',
    engine: isLicensed && dice.chance(0.8) ? 'licensed' : 'scripted',
    segments,
    renderMs: between(dice, 2 * SECOND, dice.chance(0.3) ? 90 * SECOND : 20 * SECOND),
    moods: makeMoods(dice, segments > 1 ? segments + 1 : 1),
    ...(dice.chance(0.25) ? { asset: dice.one(ASSETS) ?? 'fine' } : {}),
    ...(dice.chance(0.1) ? { notBeforeMs: dice.below(2 * MINUTE) } : {}),
    ...(dice.chance(0.15) ? { deadlineMs: between(dice, 10 * SECOND, 4 * MINUTE) } : {}),
    isRepeated: dice.chance(0.15),
    ...(dice.chance(0.2) ? { cancelAfterMs: dice.below(dice.chance(0.5) ? 20 * SECOND : 2 * MINUTE) } : {}),
    isWatched: dice.chance(0.6),
    isRetried: dice.chance(0.1),
  };
}

const FAILING: readonly Mood[] = ['crash', 'crash', 'seatless', 'hang', 'refuse', 'empty', 'cut', 'slow', 'slow'];

function makeMoods(dice: Dice, tasks: number): Mood[][] {
  if (dice.chance(0.05)) return [['poison']];
  if (dice.chance(0.06)) return [['crash']];
  if (dice.chance(0.5)) return [['fine']];
  return Array.from({ length: tasks }, () => [
    ...Array.from({ length: dice.below(3) }, () => dice.one(FAILING) ?? 'fine'),
    'fine' as const,
  ]);
}

function makeFault(dice: Dice, targets: Targets): Fault {
  const atMs = dice.below(STORMY_MS);
  if (dice.chance(0.55)) return makeBlow(dice, atMs, targets);
  const kind: WeatherKind = dice.one(WEATHER_KINDS) ?? 'store-slow';
  const isOutage = dice.chance(0.15);
  const forMs = between(dice, 5 * SECOND, isOutage ? 4 * MINUTE : 90 * SECOND);
  return { kind, atMs, forMs, share: isOutage ? 1 : 0.05 + dice.random() * 0.4 };
}

interface Targets {
  readonly agents: number;
  readonly servers: number;
  readonly isLicensed: boolean;
  readonly jobs: readonly PlannedJob[];
}

function makeBlow(dice: Dice, anyMs: number, { agents, servers, isLicensed, jobs }: Targets): Blow {
  const kind = dice.chance(0.75) ? (dice.chance(0.45) ? 'kill' : 'freeze') : (dice.one(BLOW_KINDS) ?? 'kill');
  const canAmbush = kind === 'kill' || kind === 'freeze';
  const isServer = canAmbush && dice.chance(0.3);
  // Longer than a lease more often than not: then it comes back to a world that went on without it.
  const isAmbush = canAmbush && dice.chance(0.75);
  const forMs = dice.chance(0.3) ? between(dice, SECOND, 30 * SECOND) : between(dice, 70 * SECOND, 200 * SECOND);
  return {
    ...{ kind, forMs },
    atMs: isAmbush ? (dice.one(jobs)?.atMs ?? anyMs) : anyMs,
    who: isServer ? 'server' : 'agent',
    n: dice.below(isServer ? servers : agents),
    ...(isAmbush ? { ambush: makeAmbush(dice, isLicensed) } : {}),
  };
}

function makeAmbush(dice: Dice, isLicensed: boolean): NonNullable<Blow['ambush']> {
  const often: readonly CallKind[] = isLicensed
    ? ['seat', 'seat', 'outcome', 'claim']
    : ['outcome', 'outcome', 'claim'];
  const on = dice.chance(0.7) ? (dice.one(often) ?? 'any') : dice.chance(0.5) ? 'write' : 'any';
  return {
    phase: dice.chance(0.6) ? 'before' : 'after',
    on,
    skip: on === 'any' || on === 'write' ? dice.below(4) : dice.below(2),
  };
}
