/** The ids that every log record of an attempt carries. */
import { type LogFields } from '@reelyard/runtime';
import { type HeldTask } from './held-task.ts';

export function taskContext({ lease, lane, job, task }: HeldTask): LogFields {
  const traceId = job.traceparent?.split('-')[1];
  return {
    tenantId: lease.ref.tenant,
    jobId: lease.ref.job,
    taskId: lease.ref.n,
    epoch: lease.epoch,
    attempt: task.counters.engine + 1,
    lane,
    ...(traceId === undefined ? {} : { traceId }),
  };
}
