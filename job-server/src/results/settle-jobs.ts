/**
 * Counts what ended jobs took, each once, and says when their results are to go. Jobs of one counter share a write; what another server was first
 * with is found no more by the next pass. A job of which a lease still runs waits for it.
 */
import { type Job, type Task, isEnded } from '@reelyard/contracts';
import { type EndedJob, type Ledger, type UsageRow, type UsageSums } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';
import { type Prices, renderedMs, sumTaken } from '../core/cost.ts';
import { groupBy } from '../core/group-by.ts';
import { expiryOf } from '../core/results.ts';

export interface SettlePorts {
  readonly ledger: Pick<Ledger, 'findEnded' | 'findJobs' | 'listTasks' | 'countUsage'>;
  readonly clock: Clock;
}

const pageSize = 400;
/** Of one write: a job takes two of its hundred items, its counter one. */
const together = 40;

/** True when there may be more. */
export async function settleJobs({ ledger, clock }: SettlePorts, prices: Prices): Promise<boolean> {
  const now = clock.now();
  const ended = await ledger.findEnded(now, pageSize);
  const jobs = (await ledger.findJobs(ended)).filter((job) => job !== undefined);
  const settled: Settled[] = [];
  for (const job of jobs) {
    const tasks = await ledger.listTasks(job.id);
    if (isEnded(job.state) && tasks.every(({ state }) => state !== 'leased'))
      settled.push(settle(job, tasks, prices, now));
  }
  let counted = 0;
  for (const group of groupBy(settled, ({ name }) => name).values()) {
    for (let from = 0; from < group.length; from += together) {
      if (await count(group.slice(from, from + together), ledger)) counted += 1;
    }
  }
  return ended.length >= pageSize && counted > 0;
}

interface Settled extends EndedJob {
  readonly name: string;
  readonly row: UsageRow;
  readonly sums: UsageSums;
  readonly expiresAt: number;
}

function settle(job: Job, tasks: readonly Task[], prices: Prices, now: number): Settled {
  const { tenant, id, lane, mode = 'live', key = '-', endedAt = now } = job;
  const row: UsageRow = { day: new Date(endedAt).toISOString().slice(0, 10), lane, mode, key };
  const states = { succeeded: 0, failed: 0, canceled: 0, [job.state]: 1 };
  const sums = { ...states, renderedMs: renderedMs(job), ...sumTaken(tasks, prices, now) };
  const name = `${tenant} ${row.day} ${lane} ${mode} ${key}`;
  return { tenant, job: id, name, row, sums, expiresAt: expiryOf(job) ?? now };
}

async function count(group: readonly Settled[], ledger: SettlePorts['ledger']): Promise<boolean> {
  const [first] = group;
  if (!first) return false;
  const sums = group.map((item) => item.sums).reduce(add);
  const results = group.map(({ tenant, job, expiresAt }) => ({ tenant, job, expiresAt }));
  return ledger.countUsage(first.tenant, first.row, sums, results);
}

const add = (a: UsageSums, b: UsageSums): UsageSums => ({
  succeeded: a.succeeded + b.succeeded,
  failed: a.failed + b.failed,
  canceled: a.canceled + b.canceled,
  renderedMs: a.renderedMs + b.renderedMs,
  instanceMs: a.instanceMs + b.instanceMs,
  lostMs: a.lostMs + b.lostMs,
  microUsd: a.microUsd + b.microUsd,
});
