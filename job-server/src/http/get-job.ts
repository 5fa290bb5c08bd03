/** `GET /v1/jobs/{id}`: the job and what its tasks add up to, why it waits, fresh result URLs; with `wait`, once it has changed. */
import { type Job, apiJob, apiJobId, isEnded } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { availabilityOf } from '../core/results.ts';
import { viewArtifact } from '../core/view-job.ts';
import { type Storage } from '../ports.ts';
import { awaitChange } from '../watch/await-change.ts';
import { type JobLook, lookAt } from '../watch/look.ts';
import { param } from './call.ts';
import { type EndpointPorts } from './endpoint-ports.ts';
import { endpoint } from './endpoint.ts';
import { wholeNumber } from './query.ts';
import { type Reply, json, problem } from './reply.ts';

export const noSuchJob = (): Reply => problem('not_found', 'there is no such job');

export const getJob = endpoint(
  {
    id: 'getJob',
    method: 'get',
    path: '/v1/jobs/{id}',
    summary: 'A job: state, progress, why it waits, results',
    access: 'read',
    params: { id: apiJobId },
    query: {
      wait: wholeNumber(0, apiLimits.waitSeconds)
        .default(0)
        .describe('Seconds to wait for a change from If-None-Match, or without that for the end of the job'),
    },
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
    const condition = call.headers['if-none-match'];
    const first = await lookAt(job, tasks, ports.look, ports.clock.now());
    const isWanted = (look: JobLook): boolean =>
      condition === undefined ? isEnded(look.job.state) : !isFresh(condition, look.etag);
    const patience = { ms: call.query.wait * 1_000, gone: call.gone, isWanted };
    const look = call.query.wait === 0 ? first : await awaitChange(first, patience, ports.watch, ports.clock);
    return reply(look, condition, ports, ports.clock.now());
  },
);

async function reply(
  { job, view, etag }: JobLook,
  condition: string | undefined,
  { ledger, storage }: Pick<EndpointPorts, 'ledger' | 'storage'>,
  now: number,
): Promise<Reply> {
  const results = job.artifacts === undefined ? undefined : await ledger.findResults(job.tenant, job.id);
  const availability = availabilityOf(job, results, now);
  const tag = availability === 'there' ? etag : `${etag.slice(0, -1)}-${availability}"`;
  const headers = { etag: tag, 'cache-control': 'private, no-cache' };
  if (isFresh(condition, tag)) return { status: 304, body: '', headers, jobId: job.id };
  const artifacts = availability === 'there' ? await signArtifacts(job, now, storage) : {};
  const deleted = results?.deletedAt === undefined ? {} : { deletedAt: new Date(results.deletedAt).toISOString() };
  return { ...json(200, { ...view, ...deleted, ...artifacts }, headers), jobId: job.id };
}

/** RFC 9110 13.1.2: weak comparison over a list, or `*`. */
function isFresh(condition: string | undefined, etag: string): boolean {
  if (condition === undefined) return false;
  if (condition.trim() === '*') return true;
  return condition.split(',').some((item) => item.trim().replace(/^W\//, '') === etag);
}

export async function signArtifacts(
  job: Job,
  now: number,
  storage: Pick<Storage, 'signGet'>,
): Promise<{ artifacts?: object[] }> {
  if (job.artifacts === undefined) return {};
  const expiresAt = now + apiLimits.resultUrlSeconds * 1_000;
  const artifacts = await Promise.all(
    job.artifacts.map(async (artifact) =>
      viewArtifact(artifact, await storage.signGet(artifact.key, apiLimits.resultUrlSeconds), expiresAt),
    ),
  );
  return { artifacts };
}
