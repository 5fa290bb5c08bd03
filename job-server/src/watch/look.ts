/**
 * One look at a job: its register, its tasks, why it waits, and what a client sees of them. Polls, long polls and streams all show this, so
 * they say the same. The tag changes with everything that the view shows.
 */
import { createHash } from 'node:crypto';
import { type Job, type KeyLimits, type Task, absurd, isEnded } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { type JobWait, explainLine, findStanding, tagWait, throttled, viewWait } from '../core/explain-wait.ts';
import { type Prices, sumTaken, viewCost } from '../core/cost.ts';
import { expiryOf } from '../core/results.ts';
import { sumTasks, tagJob, viewJob } from '../core/view-job.ts';
import { type FindOutlook } from '../lane-outlook.ts';
import { type FindPlace } from '../quotas/held-places.ts';

/** What a look needs besides the rows of the job. */
export interface LookPorts {
  readonly findOutlook: FindOutlook;
  readonly findPlace: FindPlace;
  readonly limits: KeyLimits;
  readonly prices: Prices;
}

export interface JobLook {
  readonly job: Job;
  readonly tasks: readonly Task[];
  /** Without result URLs: these are signed for who asks. */
  readonly view: Readonly<Record<string, unknown>>;
  readonly etag: string;
}

export async function lookAt(job: Job, tasks: readonly Task[], ports: LookPorts, now: number): Promise<JobLook> {
  const wait = await findWait(job, tasks, ports, now);
  const waiting = wait === undefined ? {} : { waiting: viewWait(wait, now) };
  const cost = viewCost(sumTaken(tasks, ports.prices, now));
  const expiresAt = job.artifacts === undefined ? undefined : expiryOf(job);
  const kept = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() };
  const view = { ...viewJob(job), ...sumTasks(job, tasks), cost, ...kept, ...waiting };
  return { job, tasks, view, etag: etagOf(job, tasks, wait, now) };
}

/** Undefined for a job that has ended, or of which something runs. */
async function findWait(job: Job, tasks: readonly Task[], ports: LookPorts, now: number): Promise<JobWait | undefined> {
  const standing = findStanding(job, tasks, now);
  switch (standing.kind) {
    case 'moving':
      return undefined;
    case 'held':
      return standing.wait;
    case 'throttled':
      return throttled(await ports.findPlace(standing.job));
    case 'in-line':
      return explainLine(job, standing.task, await ports.findOutlook(job.lane), now);
    default:
      return absurd(standing);
  }
}

/** A 304 confirms result URLs, so their generation ends while they still live. */
const generationMs = (apiLimits.resultUrlSeconds * 1_000) / 2;

function etagOf(job: Job, tasks: readonly Task[], wait: JobWait | undefined, now: number): string {
  const generation = job.artifacts === undefined ? 0 : Math.floor(now / generationMs);
  const isDue = isEnded(job.state) || job.notBefore <= now ? 0 : 1;
  const tag = `${tagJob(job, tasks, generation)}-${isDue}-${tasks.filter((task) => task.notBefore > now).length}-${wait ? tagWait(wait, now) : ''}`;
  return `"${createHash('sha256').update(tag).digest('base64url').slice(0, 22)}"`;
}
