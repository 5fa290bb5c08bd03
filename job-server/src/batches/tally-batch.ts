/**
 * How many rows are what, without a look at all of them: a block of a thousand rows is counted and its count kept; one in which every job has ended is never
 * looked at again. Bounded: a call counts a few blocks, those not looked at for longest first, and says from when the oldest count is.
 */
import { type Batch, type BatchCounts, type BatchRow, type BatchTally } from '@reelyard/contracts';
import { type BatchPorts } from './ports.ts';

export const blockRows = 1_000;
/** Of one call: 4,000 jobs, which is 40 reads of a hundred. */
const blocksOfCall = 4;
/** A count is good for so long. */
const freshMs = 1_000;

export interface BatchSums {
  readonly counts: BatchCounts;
  /** Rows that nobody counted yet. */
  readonly uncounted: number;
  /** The oldest of the counts that may have changed since. */
  readonly countedAt: number;
}

type TallyPorts = Pick<BatchPorts, 'ledger' | 'clock'>;

export async function tallyBatch(batch: Batch, ports: TallyPorts): Promise<BatchSums> {
  const { ledger, clock } = ports;
  const now = clock.now();
  const [known, last] = await Promise.all([ledger.listTallies(batch.id), ledger.findLastRow(batch.id)]);
  const tallies = new Map(known.map((tally) => [tally.block, tally]));
  const blocks = Array.from({ length: Math.ceil(last / blockRows) }, (_, block) => block);
  const age = (block: number): number => tallies.get(block)?.countedAt ?? 0;
  const due = blocks
    .filter((block) => tallies.get(block)?.isSettled !== true && now - age(block) >= freshMs)
    .sort((a, b) => age(a) - age(b))
    .slice(0, blocksOfCall);
  for (const tally of await Promise.all(due.map((block) => countBlock(batch, block, ports)))) {
    tallies.set(tally.block, tally);
  }
  return sum([...tallies.values()], blocks, last, now);
}

async function countBlock(batch: Batch, block: number, { ledger, clock }: TallyPorts): Promise<BatchTally> {
  const countedAt = clock.now();
  const from = block * blockRows;
  const page = await ledger.listRows(batch.id, from, blockRows);
  const rows = page.filter(({ row }) => row <= from + blockRows);
  const counts = await countRows(batch.tenant, rows, ledger);
  const isActive = (counts.queued ?? 0) + (counts.rendering ?? 0) > 0;
  // Of a batch that may still get rows, a block that has all of its own.
  const isWhole = rows.length === blockRows || batch.state === 'accepted' || batch.state === 'canceled';
  const tally = { batch: batch.id, block, counts, countedAt, isSettled: isWhole && !isActive };
  await ledger.saveTally(tally);
  return tally;
}

async function countRows(
  tenant: string,
  rows: readonly BatchRow[],
  ledger: TallyPorts['ledger'],
): Promise<BatchCounts> {
  const ids = rows.flatMap(({ job }) => job ?? []);
  const jobs = await ledger.findJobs(ids.map((job) => ({ tenant, job })));
  const counts: BatchCounts = {};
  const count = (name: keyof BatchCounts, by = 1): void => {
    if (by > 0) counts[name] = (counts[name] ?? 0) + by;
  };
  for (const job of jobs) count(job?.state ?? 'deleted');
  count('rejected', rows.length - ids.length);
  return counts;
}

function sum(tallies: readonly BatchTally[], blocks: readonly number[], last: number, now: number): BatchSums {
  const counts: BatchCounts = {};
  for (const tally of tallies) {
    for (const [name, value] of Object.entries(tally.counts)) {
      const state = name as keyof BatchCounts;
      counts[state] = (counts[state] ?? 0) + value;
    }
  }
  const missing = blocks.filter((block) => !tallies.some((tally) => tally.block === block));
  const uncounted = missing.reduce((rows, block) => rows + Math.min(blockRows, last - block * blockRows), 0);
  const open = tallies.filter(({ isSettled }) => !isSettled).map(({ countedAt }) => countedAt);
  return { counts, uncounted, countedAt: Math.min(now, ...open) };
}

/** No job of it will change: all that were counted have ended, and none will come. */
export function isOver({ state }: Batch, { counts, uncounted }: BatchSums): boolean {
  const isFinal = state === 'accepted' || state === 'incomplete' || state === 'rejected' || state === 'canceled';
  const { queued = 0, rendering = 0 } = counts;
  return isFinal && uncounted === 0 && queued + rendering === 0;
}
