/** `GET /v1/jobs/{id}/events`: the timeline, oldest first. `?after=<seq>` leaves out what the client has. */
import { apiJobId, apiTimeline } from '@reelyard/contracts';
import { viewEvent } from '../core/view-job.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { noSuchJob } from './get-job.ts';
import { wholeNumber } from './query.ts';
import { json } from './reply.ts';

export const getEvents = endpoint(
  {
    id: 'getJobEvents',
    method: 'get',
    path: '/v1/jobs/{id}/events',
    summary: 'The timeline of a job, oldest first',
    access: 'read',
    params: { id: apiJobId },
    query: { after: wholeNumber(0, 999_999_999).default(0).describe('Only events with a higher seq') },
    replies: { 200: { description: 'The timeline', schema: apiTimeline } },
  },
  ({ ledger }) =>
    async (call) => {
      const job = await ledger.findJob(call.tenant, param(call, 'id'));
      if (!job) return noSuchJob();
      const events = await ledger.listEvents(job.id, call.query.after);
      return json(200, { events: events.map(viewEvent) });
    },
);
