/** `POST /v1/jobs/{id}/retry`: a new child job with the payload and the cut of the parent. */
import { type Clock } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { decideRetry, replanTasks } from '../core/decide-retry.ts';
import { type JobStore } from '../ports.ts';
import { type CommitPorts, commitJob } from '../submit/commit-job.ts';
import { type Route, findJobId, findTraceparent } from './call.ts';
import { noSuchJob } from './get-job.ts';
import { idempotentRequest, readIdempotencyKey } from './idempotency.ts';
import { problem } from './reply.ts';

export interface RetryPorts {
  readonly clock: Clock;
  readonly ledger: Pick<JobStore, 'findJob' | 'listTasks' | 'getPayload'>;
  readonly commit: CommitPorts;
}

export function retryJob({ clock, ledger, commit }: RetryPorts): Route {
  return async (call) => {
    const key = readIdempotencyKey(call);
    if (key.kind === 'refused') return key.reply;
    const id = findJobId(call);
    const parent = id === undefined ? undefined : await ledger.findJob(call.tenant, id);
    if (!parent) return noSuchJob();
    const decision = decideRetry(parent);
    if (decision.kind === 'refused') {
      return { ...problem(decision.code, `a job that is ${parent.state} cannot be retried`), jobId: parent.id };
    }
    const [tasks, payload] = await Promise.all([ledger.listTasks(parent.id), ledger.getPayload(parent.id)]);
    const now = clock.now();
    const { tenant, lane, metadata } = parent;
    const times = { notBefore: now, deadlineAt: now + apiLimits.defaultDeadlineMs };
    const child = { ...times, tenant, lane, metadata, payload, tasks: replanTasks(tasks), retryOf: parent.id };
    const request = idempotentRequest(key, `POST /v1/jobs/${parent.id}/retry`, {});
    return commitJob({ ...child, traceparent: findTraceparent(call) }, request, now, commit);
  };
}
