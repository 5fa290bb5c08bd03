/**
 * Circuit breaker: three failures among the last five ended boots of the template version that new machines get. Exit 30 (no seat) and an instance
 * that vanished are no failures of the template. It closes when the version changes, when what machines install changes, or an hour after the launches.
 */
import { type Instance } from '@reelyard/contracts';
import { type PoolPolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';

const RECENT = 5;
const TOO_MANY = 3;
const OPEN_MS = 3_600_000;

type Evidence = Pick<Sight, 'at' | 'groups' | 'instances' | 'wanted'>;

export function isFrozen(pool: PoolPolicy, { at, groups, instances, wanted }: Evidence): boolean {
  const since = Math.max(wanted?.changedAt ?? 0, at - OPEN_MS);
  const ended = instances
    .filter(({ pool: name, boot }) => name === pool.name && boot.launchedAt >= since && hasEnded(boot.phase))
    .sort((a, b) => b.boot.launchedAt - a.boot.launchedAt);
  const launched = groups.find((group) => group.pool === pool.name)?.templateVersion;
  const version = launched ?? ended[0]?.templateVersion;
  const recent = ended.filter((row) => row.templateVersion === version).slice(0, RECENT);
  return recent.filter(isBootFailure).length >= TOO_MANY;
}

function hasEnded(phase: Instance['boot']['phase']): boolean {
  return phase === 'continued' || phase === 'abandoned';
}

function isBootFailure({ boot }: Instance): boolean {
  return boot.phase === 'abandoned' && boot.result !== undefined && !boot.result.ok && boot.result.code !== 30;
}
