/** `GET /v1/jobs/{id}/events`: the timeline, oldest first. `?after=<seq>` leaves out what the client has. */
import { viewEvent } from '../core/view-job.ts';
import { type JobStore } from '../ports.ts';
import { type Route, findJobId } from './call.ts';
import { noSuchJob } from './get-job.ts';
import { json, problem } from './reply.ts';

export function getEvents({ ledger }: { ledger: Pick<JobStore, 'findJob' | 'listEvents'> }): Route {
  return async (call) => {
    const after = call.query.get('after') ?? '0';
    if (!/^\d{1,9}$/.test(after)) return problem('invalid_query', 'after must be the seq of an event');
    const id = findJobId(call);
    const job = id === undefined ? undefined : await ledger.findJob(call.tenant, id);
    if (!job) return noSuchJob();
    const events = await ledger.listEvents(job.id, Number(after));
    return json(200, { events: events.map(viewEvent) });
  };
}
