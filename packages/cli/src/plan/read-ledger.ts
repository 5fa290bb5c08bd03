/** The past of tenants out of the ledger: jobs newest first until the horizon, then the tasks of those that ended. */
import { isEnded, type Job } from '@reelyard/contracts';
import { type TaskPrior } from '@reelyard/environments';
import { type JobLedger } from '@reelyard/ledger';
import { type EndedJob, toPastTasks } from './ended-jobs.ts';
import { type Past, toTrace } from './past-task.ts';

export interface LedgerHorizon {
  environment: string;
  tenants: readonly string[];
  /** Jobs that were accepted before are left out. */
  from: number;
  prior: TaskPrior;
  /** A line of progress. */
  say(line: string): void;
}

const pageSize = 500;
/** Reads of tasks at once: a month of 30,000 jobs is read in a minute or less. */
const readers = 16;

export async function readLedger(
  ledger: Pick<JobLedger, 'listJobs' | 'listTasks'>,
  { environment, tenants, from, prior, say }: LedgerHorizon,
): Promise<Past> {
  const jobs = (await Promise.all(tenants.map((tenant) => listSince(ledger, tenant, from)))).flat();
  const ended = jobs.filter(({ state, startedAt }) => isEnded(state) && startedAt !== undefined);
  say(`${jobs.length} jobs in the ledger, ${ended.length} of them started and ended`);
  const { tasks, estimated } = toPastTasks(await readTasks(ledger, ended, say), prior);
  return {
    source: `ledger of ${environment}, ${tenants.length === 1 ? 'tenant' : 'tenants'} ${tenants.join(', ')}`,
    trace: toTrace(tasks),
    remarks: [
      ...(estimated === 0
        ? []
        : [
            `${estimated} of ${tasks.length} tasks are parts of jobs: their service times are estimated from their frames`,
          ]),
      ...(jobs.length === ended.length
        ? []
        : [`${jobs.length - ended.length} jobs have not ended or never started, and are left out`]),
    ],
  };
}

async function listSince(ledger: Pick<JobLedger, 'listJobs'>, tenant: string, from: number): Promise<Job[]> {
  const found: Job[] = [];
  let cursor: string | undefined;
  do {
    const page = await ledger.listJobs({ tenant, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.filter(({ createdAt }) => createdAt >= from));
    if (page.items.some(({ createdAt }) => createdAt < from)) break;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function readTasks(
  ledger: Pick<JobLedger, 'listTasks'>,
  jobs: readonly Job[],
  say: (line: string) => void,
): Promise<EndedJob[]> {
  const read: EndedJob[] = [];
  for (let at = 0; at < jobs.length; at += readers) {
    const some = jobs.slice(at, at + readers);
    read.push(...(await Promise.all(some.map(async (job) => ({ job, tasks: await ledger.listTasks(job.id) })))));
    if (Math.floor(read.length / 5_000) > Math.floor(at / 5_000)) say(`tasks of ${read.length} jobs read`);
  }
  return read;
}
