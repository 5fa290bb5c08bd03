/** `GET /v1/jobs/{id}`: the job and what its tasks add up to, why it waits, fresh result URLs. */
import { createHash } from 'node:crypto';
import { type Job, type Task, absurd, apiJob, apiJobId, isEnded } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { type JobWait, explainLine, findStanding, tagWait, viewWait } from '../core/explain-wait.ts';
import { sumTasks, tagJob, viewArtifact, viewJob } from '../core/view-job.ts';
import { type FindOutlook } from '../lane-outlook.ts';
import { type Storage } from '../ports.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { type Reply, json, problem } from './reply.ts';

export const noSuchJob = (): Reply => problem('not_found', 'there is no such job');

/** A 304 confirms result URLs, so their generation ends while they still live. */
const generationMs = (apiLimits.resultUrlSeconds * 1_000) / 2;

export const getJob = endpoint(
  {
    id: 'getJob',
    method: 'get',
    path: '/v1/jobs/{id}',
    summary: 'A job: state, progress, why it waits, results',
    access: 'read',
    params: { id: apiJobId },
    headers: { 'If-None-Match': 'The ETag that you have: 304 while nothing has changed' },
    replies: {
      200: { description: 'The job', schema: apiJob, headers: { ETag: 'Changes with everything that the job shows' } },
      304: { description: 'As you know it', headers: { ETag: 'The same' } },
    },
  },
  (ports) => async (call) => {
    const job = await ports.ledger.findJob(call.tenant, param(call, 'id'));
    if (!job) return noSuchJob();
    const tasks = await ports.ledger.listTasks(job.id);
    ports.repair.unblock(job, tasks);
    const now = ports.clock.now();
    const wait = await findWait(job, tasks, ports.findOutlook, now);
    const etag = etagOf(job, tasks, wait, now);
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (isFresh(call.headers['if-none-match'], etag)) return { status: 304, body: '', headers };
    const artifacts = await signArtifacts(job, now, ports.storage);
    const waiting = wait === undefined ? {} : { waiting: viewWait(wait, now) };
    const view = { ...viewJob(job), ...sumTasks(job, tasks), ...waiting, ...artifacts };
    return { ...json(200, view, headers), jobId: job.id };
  },
);

/** Undefined for a job that has ended, or of which something runs. */
async function findWait(
  job: Job,
  tasks: readonly Task[],
  findOutlook: FindOutlook,
  now: number,
): Promise<JobWait | undefined> {
  const standing = findStanding(job, tasks, now);
  switch (standing.kind) {
    case 'moving':
      return undefined;
    case 'held':
      return standing.wait;
    case 'in-line':
      return explainLine(job, standing.task, await findOutlook(job.lane), now);
    default:
      return absurd(standing);
  }
}

function etagOf(job: Job, tasks: readonly Task[], wait: JobWait | undefined, now: number): string {
  const generation = job.artifacts === undefined ? 0 : Math.floor(now / generationMs);
  const isDue = isEnded(job.state) || job.notBefore <= now ? 0 : 1;
  const tag = `${tagJob(job, tasks, generation)}-${isDue}-${tasks.filter((task) => task.notBefore > now).length}-${wait ? tagWait(wait, now) : ''}`;
  return `"${createHash('sha256').update(tag).digest('base64url').slice(0, 22)}"`;
}

/** RFC 9110 13.1.2: weak comparison over a list, or `*`. */
function isFresh(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition.trim() === '*') return true;
  return condition.split(',').some((item) => item.trim().replace(/^W\//, '') === etag);
}

async function signArtifacts(job: Job, now: number, storage: Pick<Storage, 'signGet'>): Promise<object> {
  if (job.artifacts === undefined) return {};
  const expiresAt = now + apiLimits.resultUrlSeconds * 1_000;
  const artifacts = await Promise.all(
    job.artifacts.map(async (artifact) =>
      viewArtifact(artifact, await storage.signGet(artifact.key, apiLimits.resultUrlSeconds), expiresAt),
    ),
  );
  return { artifacts };
}
