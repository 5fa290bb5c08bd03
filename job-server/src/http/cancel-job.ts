/** `POST /v1/jobs/{id}/cancel`: after a 2xx the job never succeeds. Canceling a canceled job is the same cancel. */
import { absurd, apiJobId, apiJobSummary } from '@reelyard/contracts';
import { decideRepeatedCancel } from '../core/decide-retry.ts';
import { viewJob } from '../core/view-job.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { noSuchJob } from './get-job.ts';
import { type Reply, json, problem } from './reply.ts';

export const cancelJob = endpoint(
  {
    id: 'cancelJob',
    method: 'post',
    path: '/v1/jobs/{id}/cancel',
    summary: 'End a job: from now on it never succeeds',
    access: 'render',
    params: { id: apiJobId },
    replies: { 200: { description: 'It is canceled', schema: apiJobSummary } },
    problems: ['job_succeeded', 'job_failed'],
  },
  ({ clock, ledger, repair, meter, webhooks }) =>
    async (call) => {
      const id = param(call, 'id');
      const outcome = await ledger.cancel({ tenant: call.tenant, job: id }, clock.now());
      switch (outcome.kind) {
        case 'unknown':
          return noSuchJob();
        case 'canceled':
          meter.count('job.canceled');
          repair.voidTasks(outcome.job);
          if (outcome.job.isTold) webhooks.wake();
          return { ...json(200, viewJob(outcome.job)), jobId: id };
        case 'already-ended': {
          const decision = decideRepeatedCancel(outcome.job);
          const reply: Reply =
            decision.kind === 'allowed'
              ? json(200, viewJob(outcome.job))
              : problem(decision.code, `the job had ${outcome.job.state} before it could be canceled`);
          return { ...reply, jobId: id };
        }
        default:
          return absurd(outcome);
      }
    },
);
