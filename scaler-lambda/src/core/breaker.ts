/**
 * Circuit breaker: three failures among the last five ended boots of the template version that new machines get, the newest among them. Exit
 * 30 (no seat) and an instance that vanished are no failures of the template. Five minutes after the last launch one machine at a time may try;
 * the breaker closes when that one boots, when the version or what machines install changes, or an hour after the launches. So a
 * bad template costs a boot in five minutes, and bad luck (2 % of boots fail by themselves) costs five minutes.
 */
import { type Instance } from '@reelyard/contracts';
import { type PoolPolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';
import { countAsked } from './supply.ts';

export type Breaker = 'closed' | 'open' | 'trial';

const RECENT = 5;
const TOO_MANY = 3;
const OPEN_MS = 3_600_000;
const TRIAL_MS = 300_000;

type Evidence = Pick<Sight, 'at' | 'groups' | 'instances' | 'wanted'>;

/** `trial`: one machine may be launched, since none is on its way. */
export function breakerOf(pool: PoolPolicy, sight: Evidence): Breaker {
  const recent = findRecent(pool, sight);
  const newest = recent[0];
  if (!newest || !isBootFailure(newest) || recent.filter(isBootFailure).length < TOO_MANY) return 'closed';
  const isTrying = sight.at - newest.boot.launchedAt < TRIAL_MS || countBooting(pool, sight) > 0;
  return isTrying ? 'open' : 'trial';
}

export function isFrozen(pool: PoolPolicy, sight: Evidence): boolean {
  return breakerOf(pool, sight) !== 'closed';
}

/** The last ended boots of the version that a new machine gets, the newest first. */
function findRecent(pool: PoolPolicy, { at, groups, instances, wanted }: Evidence): Instance[] {
  const since = Math.max(wanted?.changedAt ?? 0, at - OPEN_MS);
  const ended = instances
    .filter(({ pool: name, boot }) => name === pool.name && boot.launchedAt >= since && hasEnded(boot.phase))
    .sort((a, b) => b.boot.launchedAt - a.boot.launchedAt);
  const launched = groups.find((group) => group.pool === pool.name)?.templateVersion;
  const version = launched ?? ended[0]?.templateVersion;
  return ended.filter((row) => row.templateVersion === version).slice(0, RECENT);
}

function countBooting(pool: PoolPolicy, { groups }: Evidence): number {
  const group = groups.find((each) => each.pool === pool.name);
  if (!group) return 0;
  return countAsked(group) + group.members.filter(({ lifecycle }) => lifecycle.startsWith('Pending')).length;
}

function hasEnded(phase: Instance['boot']['phase']): boolean {
  return phase === 'continued' || phase === 'abandoned';
}

function isBootFailure({ boot }: Instance): boolean {
  return boot.phase === 'abandoned' && boot.result !== undefined && !boot.result.ok && boot.result.code !== 30;
}
