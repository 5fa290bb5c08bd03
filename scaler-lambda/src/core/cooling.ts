/**
 * Where no machine can be had. A refused launch cools its place, (type, zone), for 10 minutes, twice as long each time in a row up to 80; a machine
 * that came from a place since ends its cooling. A pool that has no place left, or whose quota is used up, does not grow. Pure.
 */
import { type WaitReason } from './decision.ts';
import { type PoolPolicy } from './policy.ts';
import { type Cooling, type LaunchFailure } from './snapshot.ts';

const FIRST_MS = 600_000;
const LAST_MS = 4_800_000;
/** A place that behaved for this long after its cooling begins at 10 minutes again. */
const FORGET_MS = LAST_MS;

/** A machine that launched: what the place says for itself. */
export interface Success {
  pool: string;
  type?: string;
  zone?: string;
  at: number;
}

export function cool(
  before: readonly Cooling[],
  failures: readonly LaunchFailure[],
  now: number,
  successes: readonly Success[] = [],
): Cooling[] {
  const places = new Map(before.map((each) => [nameOf(each), each]));
  for (const [name, each] of places)
    if (now - each.until > FORGET_MS || successes.some((success) => endsIt(success, each))) places.delete(name);
  for (const failure of newestByPlace(failures)) {
    const known = places.get(nameOf(failure));
    places.set(nameOf(failure), coolOne(known, failure, now));
  }
  return [...places.values()];
}

/** Why the pool cannot grow now, if so. */
export function isCooled(
  pool: PoolPolicy,
  cooling: readonly Cooling[],
  now: number,
): Extract<WaitReason, 'quota' | 'no-capacity'> | undefined {
  const active = cooling.filter((each) => each.pool === pool.name && each.until > now);
  if (active.some(({ isQuota }) => isQuota)) return 'quota';
  if (active.length === 0) return undefined;
  const isEverywhere = listPlaces(pool).every((place) => active.some((each) => covers(each, place)));
  return isEverywhere ? 'no-capacity' : undefined;
}

interface Place {
  type?: string;
  zone?: string;
}

function listPlaces({ places }: PoolPolicy): Place[] {
  if (!places) return [{}];
  return places.types.flatMap((type) => places.zones.map((zone) => ({ type, zone })));
}

/** What a cooling leaves open, it says of all. A pool whose places nobody named has but one. */
function covers(cooling: Cooling, { type, zone }: Place): boolean {
  const isSame = (said: string | undefined, is: string | undefined): boolean =>
    said === undefined || is === undefined || said === is;
  return isSame(cooling.type, type) && isSame(cooling.zone, zone);
}

function endsIt(success: Success, cooling: Cooling): boolean {
  const since = cooling.until - coolMs(cooling.failures);
  return success.pool === cooling.pool && success.at > since && covers(cooling, success);
}

/** A group tries again while it waits: many refusals of one tick are one. */
function newestByPlace(failures: readonly LaunchFailure[]): LaunchFailure[] {
  const told = failures.filter(({ kind }) => kind !== 'other').sort((a, b) => a.at - b.at);
  return [...new Map(told.map((failure) => [nameOf(failure), failure])).values()];
}

/** A refusal while it cools was asked for before: it tells nothing new. */
function coolOne(known: Cooling | undefined, failure: LaunchFailure, now: number): Cooling {
  if (known && known.until > now) return known;
  const { pool, type, zone, kind, message } = failure;
  const failures = (known?.failures ?? 0) + 1;
  return {
    pool,
    ...(type === undefined || kind === 'quota' ? {} : { type }),
    ...(zone === undefined || kind === 'quota' ? {} : { zone }),
    ...(kind === 'quota' ? { isQuota: true } : {}),
    until: now + coolMs(failures),
    failures,
    because: message.slice(0, 200),
  };
}

function coolMs(failures: number): number {
  return Math.min(LAST_MS, FIRST_MS * 2 ** (failures - 1));
}

function nameOf(place: Pick<Cooling, 'pool' | 'isQuota'> & Place & { kind?: LaunchFailure['kind'] }): string {
  if (place.isQuota || place.kind === 'quota') return `${place.pool} quota`;
  return `${place.pool} ${place.type ?? '*'} ${place.zone ?? '*'}`;
}
