import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { systemClock } from '@reelyard/runtime';
import { type OpenStream, openStream } from './testing/open-stream.ts';
import { type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
let reads: number[] = [];
let fault: Error | undefined;
/** What the poller read: each look, and then whose tasks and events. */
let calls: string[] = [];
beforeEach(async () => {
  reads = [];
  fault = undefined;
  calls = [];
  const wrap = (ledger: Ledger): Ledger => ({
    ...ledger,
    findJobs: (refs) => {
      // Of none: a loop that had nothing to do.
      if (refs.length > 0) reads.push(refs.length);
      calls.push('look');
      return fault ? Promise.reject(fault) : ledger.findJobs(refs);
    },
    findTasks: (refs) => {
      calls.push(`tasks ${refs.map(({ job }) => job).join()}`);
      return ledger.findTasks(refs);
    },
    listEvents: (job, after) => {
      calls.push(`events ${job}`);
      return ledger.listEvents(job, after);
    },
  });
  farm = await startTestServer({ wrap });
});
afterEach(async () => {
  await farm.server.stop();
});

const authorization = 'Bearer ryk_acme_k1_0123456789abcdef';
const submit = async (): Promise<string> => {
  await farm.clock.advance(1);
  return (await farm.call('POST', '/v1/jobs', { body: { composition: aComposition() } })).body.id;
};
const open = (id: string, headers: Record<string, string> = {}): Promise<OpenStream> =>
  openStream(`${farm.url}/v1/jobs/${id}/events`, { authorization, ...headers });
const video = { name: 'v', key: 'k', contentType: 'video/mp4', bytes: 1, sha256: 'a'.repeat(64) };

async function claim(job: string) {
  const outcome = await farm.ledger.claim(
    { tenant: 'acme', job, n: 0 },
    { owner: 'i/1', agentVersion: 1 },
    farm.clock.now(),
  );
  if (outcome.kind !== 'claimed') throw new Error(outcome.because);
  return outcome.lease;
}

type IsIt = (event: string | undefined, data: Record<string, unknown>, isComment: boolean) => boolean;

/** The first message that is wanted; undefined when the stream ends without it. */
async function hear(stream: OpenStream, isIt: IsIt) {
  for (let message = await stream.next(); ; message = await stream.next()) {
    if (message === undefined || isIt(message.event, message.data ?? {}, message.comment === true)) return message;
  }
}

/** A message that was sent is nearly always there within this. */
const TRAVEL_MS = 20;

/** Lets time pass until the stream says something that is wanted, and hardly more of it than that takes: a lease does not live long. */
async function until(stream: OpenStream, isIt: IsIt) {
  const isHeard = new AbortController();
  const hearing = hear(stream, isIt).finally(() => isHeard.abort());
  for (let looks = 0; looks < 200; looks += 1) {
    await systemClock.sleep(TRAVEL_MS, isHeard.signal);
    if (isHeard.signal.aborted) break;
    await farm.clock.advance(500);
  }
  return hearing;
}

describe('the stream of a job', () => {
  it('tells the timeline and the progress, ends with the job, and then tells a browser to stop', async () => {
    const id = await submit();
    const stream = await open(id);
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(await stream.next()).toEqual({ data: undefined, event: undefined });
    expect(await stream.next()).toMatchObject({ id: '1', event: 'job.accepted', data: { seq: 1 } });
    expect(await stream.next()).toMatchObject({ event: 'progress', data: { state: 'queued', phase: 'waiting' } });
    const lease = await claim(id);
    expect(await until(stream, (event) => event === 'job.started')).toMatchObject({ id: '2' });
    await farm.ledger.heartbeat(lease, { beat: 1, phase: 'rendering', progress: { fraction: 0.5 } }, farm.clock.now());
    calls = [];
    // The look that reads its task tells of it. From then on the clock stands still: what a job costs grows with every second.
    while (!calls.includes(`tasks ${id}`)) await farm.clock.advance(500);
    const half = await hear(stream, (_, data) => data['percent'] === 50);
    expect(half?.data).toEqual((await farm.call('GET', `/v1/jobs/${id}`)).body);
    await farm.ledger.complete(lease, [video], farm.clock.now());
    expect(await until(stream, (event) => event === 'job.succeeded')).toMatchObject({ id: '3' });
    expect(await stream.next()).toMatchObject({ event: 'progress', data: { percent: 100, state: 'succeeded' } });
    expect(await stream.next()).toBeUndefined();
    expect((await open(id, { 'last-event-id': '3' })).status).toBe(204);
  });

  it('goes on after the event that the client had last, without a gap and without one twice', async () => {
    const id = await submit();
    const first = await open(id);
    await first.next();
    first.close();
    const lease = await claim(id);
    const again = await open(id, { 'last-event-id': '1' });
    expect(await until(again, (event) => event?.startsWith('job.') ?? false)).toMatchObject({ id: '2' });
    await farm.ledger.complete(lease, [video], farm.clock.now());
    expect(await until(again, (event) => event?.startsWith('job.') ?? false)).toMatchObject({ id: '3' });
  });

  it('of a job that has ended is its timeline, and the end', async () => {
    const id = await submit();
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    const stream = await open(id);
    const events: (string | undefined)[] = [];
    for (let message = await stream.next(); message; message = await stream.next()) events.push(message.event);
    expect(events).toEqual([undefined, 'job.accepted', 'job.canceled', 'progress']);
  });

  it('stays open while nothing happens', async () => {
    const stream = await open(await submit());
    const beat = await until(stream, (_event, _data, isComment) => isComment);
    expect(beat).toEqual({ comment: true });
  });

  it('costs one read of its job a look, however many follow, and none when nobody does', async () => {
    const [one, two] = [await submit(), await submit()];
    const streams = [await open(one), await open(one), await open(two)];
    for (const stream of streams) await until(stream, (event) => event === 'progress');
    reads = [];
    await farm.clock.advance(1_000);
    expect(reads).toEqual([2]);
    for (const stream of streams) stream.close();
    for (let looks = 0; looks < 1_000 && reads.length > 0; looks += 1) {
      reads = [];
      await farm.pass(1_000);
    }
    expect(reads).toEqual([]);
  });

  it('tells of a job that has changed before it looks after those that have not', async () => {
    const still = await submit();
    await until(await open(still), (event) => event === 'progress');
    // Every other look reads the tasks of all: one of them has to find a change.
    for (let n = 0, isFound = false; !isFound; n += 1) {
      if (n === 20) throw new Error('no look found a change and read the tasks of all');
      const moving = await submit();
      const stream = await open(moving);
      await until(stream, (event) => event === 'progress');
      await farm.clock.advance(n * 1_000);
      calls = [];
      await claim(moving);
      await until(stream, (event) => event === 'job.started');
      stream.close();
      const looks = calls
        .join('\n')
        .split('look')
        .filter((look) => look.includes(`events ${moving}`));
      const full = looks.filter((look) => look.includes(`tasks ${still}`));
      for (const look of full) expect(look.indexOf(`events ${moving}`)).toBeLessThan(look.indexOf(`tasks ${still}`));
      isFound = full.length > 0;
    }
  });

  it('outlives a ledger that does not answer for a while', async () => {
    const id = await submit();
    const stream = await open(id);
    await until(stream, (event) => event === 'progress');
    fault = new FarmError('ledger-unavailable', 'gone');
    await farm.clock.advance(3_000);
    expect(farm.log.records).toContainEqual(expect.objectContaining({ event: 'watch.unread' }));
    fault = undefined;
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    expect(await until(stream, (event) => event === 'job.canceled')).toMatchObject({ id: '2' });
  });

  it('ends with its server, so that the client goes to another', async () => {
    const stream = await open(await submit());
    await until(stream, (event) => event === 'progress');
    await farm.server.stop();
    expect(await stream.next()).toBeUndefined();
  });
});

describe('a long poll', () => {
  /** The answer and how long it took, in seconds of the farm's clock. */
  async function poll(path: string, headers: Record<string, string> = {}, meanwhile?: () => Promise<unknown>) {
    const startedAt = farm.clock.now();
    let over = false;
    const asked = farm.call('GET', path, { headers }).finally(() => (over = true));
    await new Promise((resolve) => setImmediate(resolve));
    await meanwhile?.();
    while (!over) await farm.pass(100);
    return { reply: await asked, seconds: (farm.clock.now() - startedAt) / 1_000 };
  }

  it('answers when the job has changed from what the client knows', async () => {
    const id = await submit();
    const etag = (await farm.call('GET', `/v1/jobs/${id}`)).headers.get('etag') ?? '';
    const { reply } = await poll(`/v1/jobs/${id}?wait=30`, { 'if-none-match': etag }, () => claim(id));
    expect([reply.status, reply.body['state']]).toEqual([200, 'rendering']);
  });

  it('answers at the end of the job when the client knows nothing', async () => {
    const id = await submit();
    const cancel = () => farm.call('POST', `/v1/jobs/${id}/cancel`);
    const { reply } = await poll(`/v1/jobs/${id}?wait=30`, {}, cancel);
    expect(reply.body['state']).toBe('canceled');
  });

  it('answers 304 or the job as it is when the time is up', async () => {
    const id = await submit();
    // Once its bell was rung nothing changes.
    const isRung = async () => (await farm.ledger.findTask({ tenant: 'acme', job: id, n: 0 }))?.state === 'queued';
    while (!(await isRung())) await farm.clock.advance(10);
    const plain = await poll(`/v1/jobs/${id}?wait=2`);
    expect([plain.reply.status, plain.reply.body['state']]).toEqual([200, 'queued']);
    expect(plain.seconds).toBeGreaterThanOrEqual(2);
    const etag = plain.reply.headers.get('etag') ?? '';
    expect((await poll(`/v1/jobs/${id}?wait=2`, { 'if-none-match': etag })).reply.status).toBe(304);
  });

  it.each(['wait=51', 'wait=-1', 'wait=x', 'wait=1&wait=2', 'wiat=3'])('is not asked for by %s', async (query) => {
    const reply = await farm.call('GET', `/v1/jobs/${await submit()}?${query}`);
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_query']);
  });
});
