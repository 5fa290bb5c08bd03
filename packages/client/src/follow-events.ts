/**
 * A job's events as they happen. Invariants: each event comes once, in order, across any number of broken connections (`Last-Event-ID`);
 * progress is what a look at the job shows now, and may be left out. Ends after the last event of an ended job.
 */
import { createParser } from 'eventsource-parser';
import { ConnectionError } from './errors.ts';
import { type Job, type JobEvent } from './generated/api-types.ts';
import { decideRetry } from './retry-policy.ts';
import { type Transport } from './transport.ts';

export type JobNews =
  | { readonly kind: 'event'; readonly event: JobEvent }
  /** Without result URLs: `getJob` signs them. */
  | { readonly kind: 'progress'; readonly job: Omit<Job, 'artifacts'> };

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** The `seq` of the last event that you have. */
  readonly after?: number;
}

export interface FollowPorts {
  readonly send: Transport;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly retries: number;
}

interface Place {
  seq: number;
  /** How much was heard at all. */
  told: number;
  hasEnded: boolean;
  /** As the server asks for; 2 s until it does. */
  retryMs: number;
}

const lastEvents: ReadonlySet<string> = new Set(['job.succeeded', 'job.failed', 'job.canceled']);

export async function* followEvents(
  job: string | { readonly id: string },
  { signal, after = 0 }: FollowOptions,
  { send, sleep, random, retries }: FollowPorts,
): AsyncGenerator<JobNews, void, undefined> {
  const id = typeof job === 'string' ? job : job.id;
  const place: Place = { seq: after, told: 0, hasEnded: false, retryMs: 2_000 };
  for (let broken = 0; ; broken += 1) {
    const response = await send({
      ...{ method: 'GET', path: `/v1/jobs/${encodeURIComponent(id)}/events`, isSafe: true },
      headers: { accept: 'text/event-stream', ...(place.seq > 0 ? { 'last-event-id': String(place.seq) } : {}) },
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status === 204 || response.body === null) return;
    const before = place.told;
    yield* readStream(response.body, place, signal);
    if (place.hasEnded) return;
    // A connection that brought something was a good one.
    if (place.told > before) broken = 0;
    const decision = decideRetry(
      { count: broken + 1, isSafe: true, status: undefined, retryAfter: undefined },
      { retries },
      random(),
      0,
    );
    if (decision.kind === 'enough')
      throw new ConnectionError(`the events of ${id} broke off ${broken + 1} times with nothing new`);
    await sleep(Math.max(place.retryMs, decision.afterMs), signal);
  }
}

async function* readStream(
  body: ReadableStream<Uint8Array>,
  place: Place,
  signal?: AbortSignal,
): AsyncGenerator<JobNews, void, undefined> {
  const news: JobNews[] = [];
  const parser = createParser({
    onRetry: (ms) => (place.retryMs = ms),
    onEvent: ({ event, id, data }) => {
      const told = readNews(event, id, data);
      if (told !== undefined) news.push(told);
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const chunk = await reader.read().catch(() => undefined);
      signal?.throwIfAborted();
      if (chunk === undefined || chunk.done) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      for (const told of news.splice(0)) {
        if (!isNew(told, place)) continue;
        yield told;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function isNew(told: JobNews, place: Place): boolean {
  place.told += 1;
  if (told.kind === 'progress') return true;
  if (told.event.seq <= place.seq) return false;
  place.seq = told.event.seq;
  place.hasEnded ||= lastEvents.has(told.event.type);
  return true;
}

function readNews(event: string | undefined, id: string | undefined, data: string): JobNews | undefined {
  if (event === 'progress') return { kind: 'progress', job: JSON.parse(data) as Job };
  // What has no id is none of the timeline.
  return id === undefined ? undefined : { kind: 'event', event: JSON.parse(data) as JobEvent };
}
