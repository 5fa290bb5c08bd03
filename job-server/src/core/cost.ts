/** What a job took: seconds of instances under leases, each from its claim to its end, and dollars by the price of the pool. Pure. */
import { type Job, type Task } from '@reelyard/contracts';

/** USD an hour by pool. */
export type Prices = Readonly<Record<string, number>>;

export interface Taken {
  readonly instanceMs: number;
  /** The part of it whose attempts came to nothing. */
  readonly lostMs: number;
  readonly microUsd: number;
}

const hourMs = 3_600_000;

/** @param now up to which an attempt that runs is counted */
export function sumTaken(tasks: readonly Task[], prices: Prices, now: number): Taken {
  const spent = tasks.flatMap((task) => [...(task.spent ?? []), ...running(task, now)]);
  return {
    instanceMs: sum(spent.map(({ ms }) => ms)),
    lostMs: sum(spent.map(({ lostMs }) => lostMs)),
    microUsd: Math.round(sum(spent.map(({ pool, ms }) => (ms / hourMs) * priceOf(pool, prices) * 1_000_000))),
  };
}

function running({ state, leasedAt, pool = '' }: Task, now: number): { pool: string; ms: number; lostMs: number }[] {
  if (state !== 'leased' || leasedAt === undefined) return [];
  return [{ pool, ms: Math.max(0, now - leasedAt), lostMs: 0 }];
}

/** A pool that is not in the data any more is priced as the dearest: a cost is rather too high than forgotten. */
const priceOf = (pool: string, prices: Prices): number => prices[pool] ?? Math.max(0, ...Object.values(prices));

/** Length of the video and audio that was delivered. */
export const renderedMs = ({ artifacts = [] }: Pick<Job, 'artifacts'>): number =>
  Math.round(sum(artifacts.map(({ media }) => (media?.durationSeconds ?? 0) * 1_000)));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const seconds = (ms: number): number => Math.round(ms / 100) / 10;

export const viewCost = (taken: Taken): Record<string, number> => ({
  usd: taken.microUsd / 1_000_000,
  instanceSeconds: seconds(taken.instanceMs),
  lostSeconds: seconds(taken.lostMs),
});
