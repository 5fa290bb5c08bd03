/**
 * Decides again what production decided: each logged snapshot through the same core, with the policy of then or a changed one. Invariant: one
 * tick at a time, each from the snapshot as it was: what a changed policy would have led to later is the business of `simulate`.
 */
import {
  type Decision,
  type Dials,
  planTick,
  type PoolPolicy,
  type ScalePolicy,
  type Sight,
} from '@reelyard/scaler-lambda/core';

/** A tick as the scaler's log tells it. */
export interface LoggedTick {
  /** Epoch ms. */
  now: number;
  snapshot: Sight;
  /** Of then; logs of older scalers do not hold it. */
  policy?: ScalePolicy;
  /** As they were decided, whatever became of them. */
  decisions: readonly Decision[];
}

/** Pools by name; what is left out stays as it was. */
export type PolicyChange = Partial<Omit<ScalePolicy, 'pools' | 'dials'>> & {
  pools?: readonly (Partial<PoolPolicy> & Pick<PoolPolicy, 'name'>)[];
  dials?: Partial<Dials>;
};

export interface ReplayedTick {
  now: number;
  /** In the log alone. */
  dropped: Decision[];
  /** Decided now alone. */
  added: Decision[];
  /** What the law says for itself now. */
  because: string;
}

/** Reads the records of a log one by one; a snapshot belongs to the `scaler.tick` before it. */
export class TickReader {
  #decisions: readonly Decision[] | undefined;

  /** @returns the tick that this record completes */
  take(record: Readonly<Record<string, unknown>>): LoggedTick | undefined {
    if (record['event'] === 'scaler.tick') this.#decisions = (record['decisions'] ?? []) as readonly Decision[];
    if (record['event'] !== 'scaler.snapshot') return undefined;
    const decisions = this.#decisions;
    this.#decisions = undefined;
    const { snapshot, policy, now } = record as { snapshot?: Sight; policy?: ScalePolicy; now?: number };
    if (!decisions || snapshot?.kind !== 'seen') return undefined;
    return { now: Math.max(now ?? 0, snapshot.at), snapshot, decisions, ...(policy ? { policy } : {}) };
  }
}

export function replayTick({ now, snapshot, decisions }: LoggedTick, policy: ScalePolicy): ReplayedTick {
  const { plan } = planTick(snapshot, policy, now);
  const again = plan.kind === 'act' ? plan.decisions : [];
  const [before, after] = [new Set(decisions.map(nameOf)), new Set(again.map(nameOf))];
  return {
    now,
    dropped: decisions.filter((each) => !after.has(nameOf(each))),
    added: again.filter((each) => !before.has(nameOf(each))),
    because: plan.because,
  };
}

/** @throws Error when a pool is changed that is not there, or when nothing is there to be changed */
export function changePolicy(before: ScalePolicy, { pools = [], dials, ...rest }: PolicyChange): ScalePolicy {
  const known = new Set(before.pools.map(({ name }) => name));
  const unknown = pools.find(({ name }) => !known.has(name));
  if (unknown) throw new Error(`no pool "${unknown.name}"; there are ${[...known].join(', ')}`);
  return {
    ...before,
    ...rest,
    pools: before.pools.map((pool) => ({ ...pool, ...pools.find(({ name }) => name === pool.name) })),
    dials: { ...before.dials, ...dials },
  };
}

/** What is done, without its reason: a reason may be worded by the second. */
export function nameOf(decision: Decision): string {
  const what = 'instance' in decision ? decision.instance : `to ${decision.to}`;
  return `${decision.kind} ${decision.pool} ${what}`;
}
