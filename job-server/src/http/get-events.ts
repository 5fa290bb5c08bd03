/**
 * `GET /v1/jobs/{id}/events`: the timeline, oldest first. `?after=<seq>` leaves out what the client has. With `Accept: text/event-stream` the
 * timeline goes on until the job has ended, with progress in between; `Last-Event-ID` resumes it, and once it is told 204 stops a browser.
 */
import { type Job, apiJobId, apiTimeline, isEnded } from '@reelyard/contracts';
import { z } from 'zod';
import { apiLimits } from '../core/api-limits.ts';
import { viewEvent } from '../core/view-job.ts';
import { streamJob } from '../watch/event-stream.ts';
import { lookAt } from '../watch/look.ts';
import { type Call, param } from './call.ts';
import { type EndpointPorts } from './endpoint-ports.ts';
import { endpoint } from './endpoint.ts';
import { noSuchJob } from './get-job.ts';
import { wholeNumber } from './query.ts';
import { type Reply, json, problem } from './reply.ts';
import { createSlots } from './slots.ts';

const maxSeq = 999_999_999;

export const getEvents = endpoint(
  {
    id: 'getJobEvents',
    method: 'get',
    path: '/v1/jobs/{id}/events',
    summary: 'The timeline of a job, oldest first; as a stream with progress until the job has ended',
    access: 'read',
    params: { id: apiJobId },
    query: { after: wholeNumber(0, maxSeq).default(0).describe('Only events with a higher seq') },
    headers: {
      Accept: '`text/event-stream` for the stream',
      'Last-Event-ID': 'Of the stream: the id of the last event that you have',
    },
    replies: {
      200: { description: 'The timeline', schema: apiTimeline, content: { 'text/event-stream': z.string() } },
      204: { description: 'Of the stream: the job has ended and you have its last event' },
    },
    problems: ['too_many_streams'],
  },
  (ports) => {
    const slots = createSlots(apiLimits.streams, apiLimits.streamsOfTenant);
    return async (call) => {
      const job = await ports.ledger.findJob(call.tenant, param(call, 'id'));
      if (!job) return noSuchJob();
      const after = Math.max(call.query.after, lastEventId(call));
      if (wantsStream(call)) return stream(job, after, ports, slots);
      const events = await ports.ledger.listEvents(job.id, after);
      return json(200, { events: events.map(viewEvent) });
    };
  },
);

const wantsStream = ({ headers }: Call): boolean => (headers.accept ?? '').includes('text/event-stream');

/** What is no id of ours counts as none. */
function lastEventId({ headers }: Call): number {
  const id = headers['last-event-id'];
  return typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
}

async function stream(
  job: Job,
  after: number,
  { ledger, watch, look, clock }: EndpointPorts,
  slots: ReturnType<typeof createSlots>,
): Promise<Reply> {
  if (isEnded(job.state) && after >= job.evSeq) return { status: 204, body: '', jobId: job.id };
  const leave = slots.take(job.tenant);
  if (!leave) return problem('too_many_streams', `this server holds as many streams as it may; poll, or come back`);
  try {
    const [tasks, events] = await Promise.all([ledger.listTasks(job.id), ledger.listEvents(job.id, after)]);
    // Events that came after the job was read are told by the next look.
    const past = events.filter(({ seq }) => seq <= job.evSeq);
    const seen = await lookAt(job, tasks, look, clock.now());
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    };
    return {
      ...{ status: 200, body: '', headers, jobId: job.id },
      stream: (out) => {
        out.once('close', leave);
        streamJob(out, seen, past, { watch, clock });
      },
      unsent: leave,
    };
  } catch (error) {
    leave();
    throw error;
  }
}
