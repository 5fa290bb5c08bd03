/** Results of a job: listed with fresh URLs, deleted by their owner. The record of the job stays. */
import { apiDeletedResults, apiJobId, apiResults, isEnded } from '@reelyard/contracts';
import { availabilityOf, expiryOf } from '../core/results.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { noSuchJob, signArtifacts } from './get-job.ts';
import { json, problem } from './reply.ts';

const instant = (at: number): string => new Date(at).toISOString();

export const getResults = endpoint(
  {
    id: 'getResults',
    method: 'get',
    path: '/v1/jobs/{id}/artifacts',
    summary: 'Results of an ended job, with fresh URLs',
    access: 'read',
    params: { id: apiJobId },
    replies: { 200: { description: 'The results; none of a job that did not succeed', schema: apiResults } },
    problems: ['job_active', 'results_deleted', 'results_expired'],
  },
  ({ ledger, storage, clock }) =>
    async (call) => {
      const job = await ledger.findJob(call.tenant, param(call, 'id'));
      if (!job) return noSuchJob();
      if (!isEnded(job.state)) return problem('job_active', 'results are there once the job has succeeded');
      const now = clock.now();
      const availability = availabilityOf(job, await ledger.findResults(call.tenant, job.id), now);
      if (availability !== 'there') return problem(`results_${availability}`, `the results of ${job.id} are gone`);
      const { artifacts } = await signArtifacts(job, now, storage);
      const expiresAt = instant(expiryOf(job) ?? now);
      return { ...json(200, { artifacts: artifacts ?? [], expiresAt }), jobId: job.id };
    },
);

export const deleteResults = endpoint(
  {
    id: 'deleteResults',
    method: 'delete',
    path: '/v1/jobs/{id}',
    summary: 'Delete the results of an ended job; its record stays',
    access: 'render',
    params: { id: apiJobId },
    replies: {
      200: { description: 'Nobody gets them any more; the first deletion counts', schema: apiDeletedResults },
    },
    problems: ['job_active'],
  },
  ({ ledger, clock, wakePurge }) =>
    async (call) => {
      const job = await ledger.findJob(call.tenant, param(call, 'id'));
      if (!job) return noSuchJob();
      if (!isEnded(job.state)) return problem('job_active', 'cancel it first, or wait for its end');
      const now = clock.now();
      const row = { tenant: call.tenant, job: job.id, expiresAt: expiryOf(job) ?? now };
      const { deletedAt = now } = await ledger.deleteResults(row, now);
      wakePurge();
      return { ...json(200, { id: job.id, state: job.state, deletedAt: instant(deletedAt) }), jobId: job.id };
    },
);
