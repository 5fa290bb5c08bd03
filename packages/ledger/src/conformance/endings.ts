/** T11, T12, T14. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aFailure, claimed, idOf, LANE, MINUTE, NOW, refOf, segmentsDone, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeEndings(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('a cancel', () => {
    it('ends a job that waits', async () => {
      const job = await submitted(ledger);
      const outcome = await ledger.cancel(idOf(job), NOW + 3);
      expect(outcome).toEqual({ kind: 'canceled', job: await ledger.findJob('acme', job.id) });
      expect(outcome).toMatchObject({ job: { state: 'canceled', endedAt: NOW + 3, evSeq: 2, version: 2 } });
      expect(await ledger.listEvents(job.id, 1)).toMatchObject([{ seq: 2, type: 'job.canceled' }]);
    });

    it('of a job that has ended changes nothing', async () => {
      const job = await submitted(ledger);
      await ledger.cancel(idOf(job), NOW);
      const before = await ledger.findJob('acme', job.id);
      expect(await ledger.cancel(idOf(job), NOW + 1)).toEqual({ kind: 'already-ended', job: before });
      const done = await submitted(ledger);
      await ledger.complete(await claimed(ledger, refOf(done)), [], NOW);
      expect(await ledger.cancel(idOf(done), NOW)).toMatchObject({
        kind: 'already-ended',
        job: { state: 'succeeded' },
      });
      expect(await ledger.cancel({ tenant: 'acme', job: 'job_0' }, NOW)).toEqual({ kind: 'unknown' });
    });

    it('of many at once has one winner and one event', async () => {
      const job = await submitted(ledger);
      const outcomes = await Promise.all([1, 2, 3, 4].map((i) => ledger.cancel(idOf(job), NOW + i)));
      expect(outcomes.filter(({ kind }) => kind === 'canceled')).toHaveLength(1);
      expect(await ledger.listEvents(job.id)).toHaveLength(2);
    });
  });

  describe('a deadline', () => {
    it.each([
      ['waits', false],
      ['renders', true],
    ])('ends a job that %s', async (_, isClaimed) => {
      const job = await submitted(ledger, { deadlineAt: NOW + MINUTE });
      const lease = isClaimed ? await claimed(ledger, refOf(job)) : undefined;
      expect(await ledger.expire(idOf(job), NOW + MINUTE - 1)).toEqual({ kind: 'not-due' });
      expect(await ledger.expire(idOf(job), NOW + MINUTE)).toEqual({ kind: 'expired' });
      expect(await ledger.findJob('acme', job.id)).toMatchObject({
        state: 'failed',
        error: { code: 'deadline_exceeded' },
      });
      expect(await ledger.expire(idOf(job), NOW + 2 * MINUTE)).toEqual({ kind: 'not-due' });
      if (lease) expect(await ledger.complete(lease, [], NOW + MINUTE)).toEqual({ kind: 'lost' });
      expect((await ledger.listEvents(job.id)).at(-1)?.type).toBe('job.failed');
    });

    it('of a job that nobody knows is not due', async () => {
      expect(await ledger.expire({ tenant: 'acme', job: 'job_0' }, NOW)).toEqual({ kind: 'not-due' });
    });
  });

  describe('the tasks of an ended job', () => {
    it('come to rest from every state and leave every index', async () => {
      const own = await makeLedger();
      const job = await submitted(own, { segments: 4 });
      await own.complete(await claimed(own, refOf(job, 0)), [], NOW);
      await claimed(own, refOf(job, 1));
      const due = (await own.findDueEmits(NOW, 10)).filter(({ n }) => n === 2);
      await own.markQueued(due, NOW);
      expect(await own.voidTasks(idOf(job), NOW)).toEqual({ voided: 0 });
      await own.cancel(idOf(job), NOW);
      expect(await own.voidTasks(idOf(job), NOW + 1)).toEqual({ voided: 4 });
      expect((await own.listTasks(job.id)).map(({ state }) => state)).toEqual(['done', 'void', 'void', 'void', 'void']);
      expect(await own.voidTasks(idOf(job), NOW + 2)).toEqual({ voided: 0 });
      expect(await own.findDueEmits(NOW + MINUTE, 10)).toEqual([]);
      expect(await own.findWaiting(LANE, 10)).toEqual([]);
      expect(await own.findLeased(10)).toEqual([]);
      expect(await own.findOverdue(NOW + 99 * MINUTE, 10)).toEqual([]);
      for (const task of await own.listTasks(job.id)) expect(task).not.toHaveProperty('owner');
    });

    it('of a job that failed come to rest as well', async () => {
      const job = await submitted(ledger, { segments: 2 });
      const lease = await claimed(ledger, refOf(job, 1));
      await ledger.fail(lease, aFailure({ class: 'permanent' }), 0, NOW);
      expect(await ledger.voidTasks(idOf(job), NOW)).toEqual({ voided: 2 });
      expect((await ledger.listTasks(job.id)).map(({ state }) => state)).toEqual(['void', 'failed', 'void']);
    });

    it('rest already when it succeeded, and no index names it', async () => {
      const own = await makeLedger();
      const job = await submitted(own, { segments: 2 });
      await segmentsDone(own, job);
      await own.unblock(idOf(job), NOW);
      await own.complete(await claimed(own, refOf(job, 2)), [], NOW);
      expect(await own.voidTasks(idOf(job), NOW)).toEqual({ voided: 0 });
      expect(await own.findOverdue(NOW + 99 * MINUTE, 10)).toEqual([]);
    });

    it('may be as many as a job can have', async () => {
      const job = await submitted(ledger, { segments: 95 });
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.voidTasks(idOf(job), NOW)).toEqual({ voided: 96 });
    });

    it('of a job that nobody knows are none', async () => {
      expect(await ledger.voidTasks({ tenant: 'acme', job: 'job_0' }, NOW)).toEqual({ voided: 0 });
    });
  });

  describe('a listing', () => {
    it('shows a tenant its jobs, newest first, page by page', async () => {
      const jobs = [];
      for (let i = 0; i < 7; i += 1) jobs.push((await submitted(ledger, { tenant: 'pages' })).id);
      await submitted(ledger, { tenant: 'stranger' });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ledger.listJobs({ tenant: 'pages', limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(jobs.reverse());
    });

    it('filters by state, lane and time', async () => {
      const filter = { tenant: 'filters', limit: 10 };
      const canceled = await submitted(ledger, { tenant: 'filters' });
      await ledger.cancel(idOf(canceled), NOW);
      const bulk = await submitted(ledger, { tenant: 'filters', lane: 'bulk' });
      const ids = async (more: object): Promise<string[]> =>
        (await ledger.listJobs({ ...filter, ...more })).items.map(({ id }) => id);
      expect(await ids({ states: ['canceled', 'failed'] })).toEqual([canceled.id]);
      expect(await ids({ lane: 'bulk' })).toEqual([bulk.id]);
      expect(await ids({ createdFrom: NOW, createdTo: NOW })).toEqual([bulk.id, canceled.id]);
      expect(await ids({ createdFrom: NOW + 1 })).toEqual([]);
      expect(await ids({ createdTo: NOW - 1 })).toEqual([]);
      expect(await ids({ tenant: 'nobody' })).toEqual([]);
    });

    it('of another tenant is not opened by its cursor', async () => {
      for (let i = 0; i < 2; i += 1) await submitted(ledger, { tenant: 'mine' });
      await submitted(ledger, { tenant: 'theirs' });
      const { cursor = '' } = await ledger.listJobs({ tenant: 'mine', limit: 1 });
      const { items } = await ledger.listJobs({ tenant: 'theirs', limit: 9, cursor });
      expect(items.every(({ tenant }) => tenant === 'theirs')).toBe(true);
    });
  });
}
