/** What is left when all rests: each job and its tasks, read consistently, into the history and into counts. */
import { auditFarm, auditJob, countLeft, type Ledger, type Recorder } from '@reelyard/ledger';
import { eachOf } from './clients.ts';
import { type PlannedJob } from './plan-jobs.ts';

export interface Rest {
  /** State → jobs. */
  states: Record<string, number>;
  /** Jobs that failed although nothing in them was made to: error code → how many. */
  failedByFaults: Record<string, number>;
  /** Attempts used up by tasks whose engine was not made to fail, as `job/n: how many`. */
  burnt: string[];
  /** Interruptions that tasks met, by the budget that they used. */
  interruptions: { infra: number; leaseLost: number };
}

const AT_REST = new Set(['done', 'failed', 'void']);
const LOOK_AGAIN_MS = 200;

/** Tasks of ended jobs come to rest soon after (T14). */
export async function untilAtRest(ledger: Ledger, ids: readonly string[], withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  await eachOf(ids, async (job) => {
    for (;;) {
      const tasks = await ledger.listTasks(job);
      if (tasks.every(({ state }) => AT_REST.has(state)) || Date.now() > giveUpAt) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  });
}

/** Indexes lag a little behind the rows: what is still there in the end is noted, and the checker says what it breaks (L2, L3). */
export async function auditIndexes(ledger: Ledger, history: Recorder, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const left = await countLeft(ledger, Date.now());
    if (Object.values(left).every((count) => count === 0) || Date.now() > giveUpAt) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  await auditFarm(ledger, history, Date.now());
}

export async function audit(
  ledger: Ledger,
  history: Recorder,
  tenant: string,
  accepted: ReadonlyMap<string, PlannedJob>,
): Promise<Rest> {
  const rest: Rest = { states: {}, failedByFaults: {}, burnt: [], interruptions: { infra: 0, leaseLost: 0 } };
  await eachOf([...accepted], async ([id, planned]) => {
    await auditJob(ledger, history, { tenant, job: id });
    const [job, tasks] = await Promise.all([ledger.findJob(tenant, id), ledger.listTasks(id)]);
    add(rest.states, job?.state ?? 'missing');
    const isPlain = planned.isMadeToFail !== true && planned.deadlineMs === undefined;
    if (isPlain && job?.state === 'failed') add(rest.failedByFaults, job.error?.code ?? 'unknown');
    for (const { n, counters } of tasks) {
      rest.interruptions.infra += counters.infra;
      rest.interruptions.leaseLost += counters.leaseLost;
      if (planned.isMadeToFail !== true && counters.engine > 0) rest.burnt.push(`${id}/${n}: ${counters.engine}`);
    }
  });
  return rest;
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
