/**
 * What a receiver gets: `{ type, timestamp, data }` as Standard Webhooks asks for; `data` is the event's own content and the job as it stood when the attempt was
 * made, with result URLs once it has succeeded.
 */
import { type Job, type JobEvent } from '@reelyard/contracts';
import { viewJob } from '../view-job.ts';

/** The event's number in its job's timeline orders deliveries that arrive out of order. */
export function webhookBody(event: JobEvent, job: Job, artifacts?: readonly Record<string, unknown>[]): string {
  return JSON.stringify({
    type: event.type,
    timestamp: new Date(event.at).toISOString(),
    data: { seq: event.seq, job: { ...viewJob(job), ...(artifacts === undefined ? {} : { artifacts }) } },
  });
}
