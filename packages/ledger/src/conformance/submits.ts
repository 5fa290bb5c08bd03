/** T1. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aJob, anIdempotency, idOf, jobId, NOW, refOf, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeSubmits(makeLedger: MakeLedger): void {
  describe('a submit', () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await makeLedger();
    });

    it('is there as a whole: job, payload, tasks and first event', async () => {
      const job = aJob({ segments: 2, metadata: { sku: '42' }, traceparent: '00-aa-bb-01' });
      const outcome = await ledger.submit(job, NOW);
      expect(outcome.kind).toBe('accepted');
      const found = await ledger.findJob('acme', job.id);
      expect(found).toMatchObject({
        state: 'queued',
        tasksTotal: 3,
        tasksDone: 0,
        evSeq: 1,
        version: 1,
        createdAt: NOW,
      });
      expect(found).toMatchObject({ metadata: { sku: '42' }, traceparent: '00-aa-bb-01', engine: 'reel' });
      expect(outcome).toEqual({ kind: 'accepted', job: found, tasks: await ledger.listTasks(job.id) });
      expect(await ledger.getPayload(job.id)).toEqual(job.payload);
      const events = await ledger.listEvents(job.id);
      expect(events).toMatchObject([{ seq: 1, type: 'job.accepted', tenant: 'acme', job: job.id, at: NOW }]);
      expect(events[0]?.id).toMatch(/^evt_/);
    });

    it('is found among many, in the order asked for, also beyond a page of the table', async () => {
      const [one, two] = [await submitted(ledger, { segments: 3 }), await submitted(ledger)];
      const known = [one, two].flatMap((job) => Array.from({ length: 60 }, () => ({ ...idOf(job) })));
      const unknown = { tenant: 'acme', job: 'job_0' };
      const distinct = known.map((ref, i) => (i < 2 ? ref : { ...ref, job: `${ref.job}x${i}` }));
      const jobs = await ledger.findJobs([idOf(two), unknown, ...distinct.slice(2), { ...idOf(one), tenant: 'other' }]);
      expect(jobs.map((job) => job?.id)).toEqual([two.id, ...Array.from({ length: 120 }, () => undefined)]);
      const tasks = await ledger.findTasks([
        refOf(two),
        refOf(one, 3),
        refOf(one, 4),
        { ...refOf(one), tenant: 'other' },
      ]);
      expect(tasks.map((task) => task && [task.job, task.n])).toEqual([[two.id, 0], [one.id, 3], undefined, undefined]);
      expect(await ledger.findJobs([])).toEqual([]);
    });

    it('makes every segment wait and blocks the assembly', async () => {
      const job = await submitted(ledger, { segments: 2 });
      const tasks = await ledger.listTasks(job.id);
      expect(tasks.map(({ state, needsEmit, epoch }) => [state, needsEmit, epoch])).toEqual([
        ['pending', true, 0],
        ['pending', true, 0],
        ['blocked', false, 0],
      ]);
      expect(tasks[1]).toMatchObject({ n: 1, kind: 'render', range: { firstFrame: 300, frameCount: 300 } });
      expect(tasks[1]?.features).toEqual({ engine: 'reel', frames: 300, pixels: 921_600 });
      expect(tasks[2]?.range).toBeUndefined();
    });

    it('of a known key and body answers the first reply byte for byte and creates nothing', async () => {
      const idempotency = anIdempotency();
      await ledger.submit(aJob({ idempotency }), NOW);
      const second = aJob({ idempotency: { ...idempotency, reply: { ...idempotency.reply, body: 'other' } } });
      expect(await ledger.submit(second, NOW + 1)).toEqual({ kind: 'replayed', reply: idempotency.reply });
      expect(await ledger.findJob('acme', second.id)).toBeUndefined();
      expect(await ledger.listTasks(second.id)).toEqual([]);
    });

    it('leaves a reply that can be found by its key until it expires', async () => {
      const idempotency = anIdempotency();
      await ledger.submit(aJob({ idempotency }), NOW);
      const found = (now: number) => ledger.findReply('acme', idempotency, now);
      expect(await found(idempotency.expiresAt - 1)).toEqual({
        fingerprint: idempotency.fingerprint,
        reply: idempotency.reply,
      });
      expect(await found(idempotency.expiresAt)).toBeUndefined();
      expect(await ledger.findReply('another', idempotency, NOW)).toBeUndefined();
    });

    it('of a known key and another body is refused', async () => {
      const idempotency = anIdempotency();
      await ledger.submit(aJob({ idempotency }), NOW);
      const other = aJob({ idempotency: { ...idempotency, fingerprint: 'other' } });
      expect(await ledger.submit(other, NOW)).toEqual({ kind: 'key-reused' });
    });

    it('keeps the keys of tenants and routes apart', async () => {
      const idempotency = anIdempotency();
      await ledger.submit(aJob({ idempotency }), NOW);
      expect((await ledger.submit(aJob({ tenant: 'other', idempotency }), NOW)).kind).toBe('accepted');
      const route = { ...idempotency, route: 'POST /v1/batches' };
      expect((await ledger.submit(aJob({ idempotency: route }), NOW)).kind).toBe('accepted');
    });

    it('forgets a key at its expiry, whether or not the row was cleaned away', async () => {
      const idempotency = anIdempotency({ expiresAt: NOW + 1_000 });
      await ledger.submit(aJob({ idempotency }), NOW);
      const again = { ...idempotency, fingerprint: 'other', expiresAt: NOW + 9_000 };
      expect((await ledger.submit(aJob({ idempotency: again }), NOW + 999)).kind).toBe('key-reused');
      expect((await ledger.submit(aJob({ idempotency: again }), NOW + 1_000)).kind).toBe('accepted');
    });

    it('sent again after its reply was lost is the same submit', async () => {
      const plain = aJob();
      await ledger.submit(plain, NOW);
      expect((await ledger.submit(plain, NOW)).kind).toBe('accepted');
      const keyed = aJob({ idempotency: anIdempotency() });
      await ledger.submit(keyed, NOW);
      expect((await ledger.submit(keyed, NOW)).kind).toBe('accepted');
      expect(await ledger.listEvents(keyed.id)).toHaveLength(1);
    });

    it('of many at once with one key creates one job', async () => {
      const idempotency = anIdempotency();
      const jobs = Array.from({ length: 8 }, () => aJob({ tenant: 'rush', idempotency }));
      const outcomes = await Promise.all(jobs.map((job) => ledger.submit(job, NOW)));
      expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(7);
      expect((await ledger.listJobs({ tenant: 'rush', limit: 100 })).items).toHaveLength(1);
    });

    it('takes the most segments that one write holds', async () => {
      const job = await submitted(ledger, { segments: 95, idempotency: anIdempotency() });
      expect(await ledger.listTasks(job.id)).toHaveLength(96);
    });

    it.each([2, 97])('is a bug when its plan has %i tasks in a shape the protocol lacks', async (count) => {
      const [task] = aJob().tasks;
      const tasks = Array.from({ length: count }, () => task).flatMap((each) => each ?? []);
      await expect(ledger.submit(aJob({ tasks }), NOW)).rejects.toMatchObject({ code: 'internal' });
    });

    it('shows a job to its own tenant alone', async () => {
      const job = await submitted(ledger);
      expect(await ledger.findJob('other', job.id)).toBeUndefined();
      expect(await ledger.findTask({ ...refOf(job), tenant: 'other' })).toBeUndefined();
      expect(await ledger.findTask(refOf(job))).toMatchObject({ n: 0, state: 'pending' });
      expect(await ledger.cancel({ ...idOf(job), tenant: 'other' }, NOW)).toEqual({ kind: 'unknown' });
      expect(await ledger.claim({ ...refOf(job), tenant: 'other' }, { owner: 'i/1', agentVersion: 1 }, NOW)).toEqual({
        kind: 'refused',
        because: 'unknown',
      });
    });

    it('never accepted has no payload', async () => {
      await expect(ledger.getPayload(jobId())).rejects.toMatchObject({ code: 'internal' });
    });
  });
}
