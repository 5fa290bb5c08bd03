/** `POST /v1/jobs/{id}/retry`: a new child job with the payload and the cut of the parent. */
import { apiAcceptedJob, apiJobId } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { decideRetry, replanTasks } from '../core/decide-retry.ts';
import { commitJob } from '../submit/commit-job.ts';
import { originOf, param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { noSuchJob } from './get-job.ts';
import { idempotentRequest, readIdempotencyKey } from './idempotency.ts';
import { problem } from './reply.ts';

export const retryJob = endpoint(
  {
    id: 'retryJob',
    method: 'post',
    path: '/v1/jobs/{id}/retry',
    summary: 'Run a failed or canceled job again, as a child job',
    access: 'render',
    params: { id: apiJobId },
    isIdempotent: true,
    replies: {
      202: { description: 'The child', schema: apiAcceptedJob, headers: { Location: 'Path of the child' } },
    },
    problems: ['job_succeeded', 'job_active'],
  },
  ({ clock, ledger, commit }) =>
    async (call) => {
      const key = readIdempotencyKey(call);
      if (key.kind === 'refused') return key.reply;
      const parent = await ledger.findJob(call.tenant, param(call, 'id'));
      if (!parent) return noSuchJob();
      const decision = decideRetry(parent);
      if (decision.kind === 'refused') {
        return { ...problem(decision.code, `a job that is ${parent.state} cannot be retried`), jobId: parent.id };
      }
      const [tasks, payload, webhook] = await Promise.all([
        ledger.listTasks(parent.id),
        ledger.getPayload(parent.id),
        ledger.findJobWebhook(call.tenant, parent.id),
      ]);
      const now = clock.now();
      const { tenant, lane, metadata } = parent;
      const times = { notBefore: now, deadlineAt: now + apiLimits.defaultDeadlineMs };
      const child = { ...times, tenant, lane, metadata, payload, tasks: replanTasks(tasks), retryOf: parent.id };
      const request = idempotentRequest(key, `POST /v1/jobs/${parent.id}/retry`, {});
      const told = webhook && { ...webhook, events: [...webhook.events] };
      return commitJob({ ...child, webhook: told, ...originOf(call) }, request, now, commit);
    },
);
