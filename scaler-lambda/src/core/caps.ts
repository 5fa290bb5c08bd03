/** What binds growth: the pool's max, the farm's max, and the circuit breaker. What binds becomes the reason that jobs show. */
import { type Instance } from '@reelyard/contracts';
import { type WaitReason } from './decision.ts';
import { type PoolPolicy, type ScalePolicy } from './policy.ts';
import { type Sight } from './snapshot.ts';

const RECENT = 5;
const TOO_MANY = 3;

export class Caps {
  readonly #policy: ScalePolicy;
  readonly #wanted: Map<string, number>;
  readonly #frozen: ReadonlySet<string>;

  constructor(policy: ScalePolicy, { groups, instances }: Sight) {
    this.#policy = policy;
    this.#wanted = new Map(groups.map(({ pool, desired }) => [pool, desired]));
    this.#frozen = new Set(policy.pools.filter((pool) => isFrozen(pool, instances)).map((pool) => pool.name));
  }

  /** Why the pool may not grow by one, or undefined when it may. */
  findBinding(pool: PoolPolicy): WaitReason | undefined {
    const wanted = this.#wanted.get(pool.name);
    if (wanted === undefined) return 'no-pool';
    if (this.#frozen.has(pool.name)) return 'boot-failures';
    if (wanted >= pool.max) return 'pool-max';
    const total = [...this.#wanted.values()].reduce((sum, each) => sum + each, 0);
    return total >= this.#policy.maxInstances ? 'farm-max' : undefined;
  }

  take(pool: PoolPolicy): void {
    this.#wanted.set(pool.name, (this.#wanted.get(pool.name) ?? 0) + 1);
  }
}

/**
 * Circuit breaker: three failures among the last five ended boots of the newest template version. Exit 30 (no seat) and an
 * instance that vanished are no failures of the template. It closes when the version changes or the rows are forgotten.
 */
export function isFrozen(pool: PoolPolicy, instances: readonly Instance[]): boolean {
  const ended = instances
    .filter(({ pool: name, boot }) => name === pool.name && (boot.phase === 'continued' || boot.phase === 'abandoned'))
    .sort((a, b) => b.createdAt - a.createdAt);
  const version = ended[0]?.templateVersion;
  const recent = ended.filter((row) => row.templateVersion === version).slice(0, RECENT);
  return recent.filter(isBootFailure).length >= TOO_MANY;
}

function isBootFailure({ boot }: Instance): boolean {
  return boot.phase === 'abandoned' && boot.result !== undefined && !boot.result.ok && boot.result.code !== 30;
}
