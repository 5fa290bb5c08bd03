import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FarmError, type LaneWaiting } from '@reelyard/contracts';
import { type Ledger, type WaitingTask } from '@reelyard/ledger';
import { type CallOptions, type TestServer, aComposition, startTestServer } from './testing/start-test-server.ts';

let farm: TestServer;
/** What the next reads of the lane's index answer, in place of the ledger. */
let findWaiting: Ledger['findWaiting'] | undefined;
let reads = 0;

beforeEach(async () => {
  findWaiting = undefined;
  reads = 0;
  const wrap = (ledger: Ledger): Ledger => ({
    ...ledger,
    findWaiting: (lane, limit) => {
      reads += 1;
      return (findWaiting ?? ledger.findWaiting)(lane, limit);
    },
  });
  farm = await startTestServer({ wrap });
});
afterEach(async () => {
  await farm.server.stop();
});

/** Each a millisecond after the one before: ids are only ordered from one to the next. */
const submit = async (fields: object = {}): Promise<string> => {
  await farm.clock.advance(1);
  return (await farm.call('POST', '/v1/jobs', { body: { composition: aComposition(), ...fields } })).body.id;
};
const look = (id: string, options?: CallOptions) => farm.call('GET', `/v1/jobs/${id}`, options);
const waitingOf = async (id: string): Promise<unknown> => (await look(id)).body['waiting'];

/** The scaler writes its row, with a note about the standard lane, a tick after what happened before. */
async function note(word?: Partial<LaneWaiting>, noteAt = farm.clock.now()): Promise<void> {
  const now = farm.clock.now();
  const state = await farm.ledger.acquireScaler('scaler', 30_000, now);
  if (!state) throw new Error('somebody else holds the row of the scaler');
  const standard = { count: 1, code: 'starting-soon', because: 'test', ...word };
  const text = JSON.stringify({ v: 1, at: noteAt, waiting: word ? { standard } : {}, pools: {}, memory: {} });
  await farm.ledger.saveScaler({ ...state, estimates: text, updatedAt: now });
  await farm.clock.advance(2_000);
}

async function claim(job: string): Promise<Parameters<Ledger['fail']>[0]> {
  const by = { owner: 'i-1/1', agentVersion: 1 };
  const outcome = await farm.ledger.claim({ tenant: 'acme', job, n: 0 }, by, farm.clock.now());
  if (outcome.kind !== 'claimed') throw new Error(outcome.because);
  return outcome.lease;
}

describe('a job that waits', () => {
  it('says what the scaler says of its lane, where it stands and when it is expected to start', async () => {
    const [first, second, third] = [await submit(), await submit(), await submit()];
    const now = farm.clock.now();
    await note({ count: 3, code: 'capacity-booting', etaAt: now + 42_000, lastEtaAt: now + 102_000 });
    expect(await waitingOf(first)).toEqual({ reason: 'capacity-booting', position: 0, etaSeconds: 40 });
    expect(await waitingOf(second)).toEqual({ reason: 'capacity-booting', position: 1, etaSeconds: 70 });
    expect(await waitingOf(third)).toEqual({ reason: 'capacity-booting', position: 2, etaSeconds: 100 });
  });

  it.each([
    'pool-max',
    'farm-max',
    'no-capacity',
    'quota',
    'spend-hour',
    'spend-day',
    'boot-failures',
    'no-pool',
  ] as const)('says %s without an ETA when nothing is expected to come free', async (code) => {
    const id = await submit();
    await note({ code });
    expect(await waitingOf(id)).toEqual({ reason: code, position: 0, etaSeconds: null });
  });

  it('says no-seat both when the scaler finds no seat and when its own run found none', async () => {
    const id = await submit();
    await note({ code: 'seats' });
    expect(await waitingOf(id)).toMatchObject({ reason: 'no-seat' });
    const failure = { class: 'license', code: 'no_seat', message: 'all seats are in use' } as const;
    await farm.ledger.fail(await claim(id), failure, 0.5, farm.clock.now());
    expect(await waitingOf(id)).toEqual({
      reason: 'no-seat',
      position: null,
      etaSeconds: 30,
      until: new Date(farm.clock.now() + 30_000).toISOString(),
    });
  });

  it('says back-off and until when after a run that failed', async () => {
    const id = await submit();
    const failure = { class: 'engine', code: 'engine_failed', message: 'it fell over' } as const;
    await farm.ledger.fail(await claim(id), failure, 0.5, farm.clock.now());
    expect(await waitingOf(id)).toMatchObject({ reason: 'back-off', etaSeconds: 10 });
  });

  it('is not counted behind jobs of another lane, or of its own that are not due', async () => {
    await submit({ lane: 'express' });
    await submit({ notBefore: new Date(farm.clock.now() + 3_600_000).toISOString() });
    const id = await submit();
    await note({});
    expect(await waitingOf(id)).toMatchObject({ position: 0 });
  });

  it('moves up when those before it are claimed', async () => {
    const [first, second] = [await submit(), await submit()];
    await note({});
    expect(await waitingOf(second)).toMatchObject({ position: 1 });
    await claim(first);
    await farm.clock.advance(2_000);
    expect(await waitingOf(second)).toMatchObject({ position: 0 });
    expect(await waitingOf(first)).toBeUndefined();
  });

  it('has no position beyond the first thousand', async () => {
    const id = await submit();
    const ahead = (n: number): WaitingTask => ({
      ...{ tenant: 'globex', job: 'job_0', n, lane: 'standard', state: 'queued', engine: 'reel', frames: 1, pixels: 1 },
      ...{ enqueuedAt: 0, notBefore: 0, deadlineAt: n },
    });
    findWaiting = async (_lane, limit) => Array.from({ length: limit }, (_, n) => ahead(n));
    await note({ code: 'pool-max', etaAt: farm.clock.now() + 1 });
    expect(await waitingOf(id)).toEqual({ reason: 'pool-max', position: null, etaSeconds: null });
  });

  it('says not-counted-yet until a look of the scaler has counted it', async () => {
    const id = await submit();
    expect(await waitingOf(id)).toEqual({ reason: 'not-counted-yet', position: 0, etaSeconds: null });
    await note();
    expect(await waitingOf(id)).toMatchObject({ reason: 'not-counted-yet' });
  });

  it('says scaler-silent when the scaler has written nothing for 90 s', async () => {
    const id = await submit();
    await note({ code: 'capacity-booting', etaAt: farm.clock.now() });
    await farm.clock.advance(90_001);
    expect(await waitingOf(id)).toEqual({ reason: 'scaler-silent', position: 0, etaSeconds: null });
  });

  it('says blind when the scaler writes and has seen nothing for 90 s', async () => {
    const id = await submit();
    await farm.clock.advance(100_000);
    await note({ code: 'pool-max' }, farm.clock.now() - 95_000);
    expect(await waitingOf(id)).toMatchObject({ reason: 'blind' });
  });

  it('costs the ledger one read of its lane in two seconds, however many ask', async () => {
    const ids = [await submit(), await submit(), await submit()];
    await note({});
    reads = 0;
    await Promise.all([...ids, ...ids].map((id) => look(id)));
    expect(reads).toBe(1);
  });

  it('is still answered, without a position, when its lane cannot be read', async () => {
    const id = await submit();
    await note({ code: 'pool-max' });
    findWaiting = () => Promise.reject(new FarmError('ledger-throttled', 'too much'));
    const reply = await look(id);
    expect([reply.status, reply.body['waiting']]).toEqual([
      200,
      { reason: 'pool-max', position: null, etaSeconds: null },
    ]);
    expect(farm.log.records).toContainEqual(expect.objectContaining({ event: 'outlook.unread', what: 'standard' }));
  });

  it('is 304 while its reason stands, and a new answer when the reason changes', async () => {
    const id = await submit();
    await note({ code: 'pool-max' });
    const headers = { 'if-none-match': (await look(id)).headers.get('etag') ?? '' };
    expect((await look(id, { headers })).status).toBe(304);
    await note({ code: 'capacity-booting' });
    const changed = await look(id, { headers });
    expect([changed.status, changed.body['waiting']]).toMatchObject([200, { reason: 'capacity-booting' }]);
  });
});

describe('a job that runs or has ended', () => {
  it('waits for nothing', async () => {
    const id = await submit();
    await note({ code: 'pool-max' });
    await claim(id);
    expect(await waitingOf(id)).toBeUndefined();
    await farm.call('POST', `/v1/jobs/${id}/cancel`);
    expect(await waitingOf(id)).toBeUndefined();
  });
});
