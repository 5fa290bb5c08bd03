/**
 * A job's timeline as `text/event-stream`. Invariants: events come once, in order, under their `seq` as id, so `Last-Event-ID` resumes without
 * a gap; progress has no id and only its newest is kept; a client that does not read costs at most one held message and is let go after a while.
 * The stream ends after the last event of an ended job.
 */
import { type ServerResponse } from 'node:http';
import { type JobEvent, isEnded } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';
import { viewEvent } from '../core/view-job.ts';
import { type JobWatch, type Sight } from './job-watch.ts';
import { type JobLook } from './look.ts';

/** Below the idle time-outs of load balancers (60 s) and most proxies (30 s). */
const heartbeatMs = 15_000;
/** A client that has taken nothing for so long is gone. */
const stalledMs = 30_000;
/** Ask browsers to come back soon: a server that ends sends its streams to the others. */
const preamble = 'retry: 2000\n\n';

export interface StreamPorts {
  readonly watch: JobWatch;
  readonly clock: Clock;
}

export const eventText = (event: JobEvent): string =>
  `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(viewEvent(event))}\n\n`;

/** @param past events after the one that the client has, oldest first */
export function streamJob(
  out: ServerResponse,
  first: JobLook,
  past: readonly JobEvent[],
  { watch, clock }: StreamPorts,
): void {
  const over = new AbortController();
  let lastSeq = past.at(-1)?.seq ?? first.job.evSeq;
  let shown = '';
  let stalledAt: number | undefined;
  const send = (text: string): void => {
    if (!out.write(text)) stalledAt ??= clock.monotonic();
  };
  const close = (): void => {
    over.abort();
    out.end();
  };
  const tell = (events: readonly JobEvent[], look: JobLook): void => {
    const fresh = events.filter(({ seq }) => seq > lastSeq);
    const text = `event: progress\ndata: ${JSON.stringify(look.view)}\n\n`;
    const isNew = text !== shown && (stalledAt === undefined || isEnded(look.job.state));
    if (isNew) shown = text;
    const lines = [...fresh.map(eventText), ...(isNew ? [text] : [])].join('');
    lastSeq = fresh.at(-1)?.seq ?? lastSeq;
    if (lines !== '') send(lines);
    if (isEnded(look.job.state)) close();
  };
  const see = (sight: Sight): void => {
    if (stalledAt !== undefined && clock.monotonic() - stalledAt > stalledMs) out.destroy();
    else tell(sight.events, sight);
  };
  out.on('drain', () => (stalledAt = undefined));
  send(preamble + past.map(eventText).join(''));
  tell([], first);
  if (over.signal.aborted) return;
  const leave = watch.follow(first, { since: () => lastSeq, see, end: close });
  out.once('close', () => {
    leave();
    over.abort();
  });
  void beat(out, clock, over.signal);
}

/** Comments that keep the connection open, and find out that it is not. */
async function beat(out: ServerResponse, clock: Clock, over: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(heartbeatMs, over);
    if (over.aborted) return;
    if (!out.writableNeedDrain) out.write(': \n\n');
  }
}
