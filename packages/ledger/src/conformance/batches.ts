/** Batches, their rows and their tallies. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Batch, type BatchTally } from '@reelyard/contracts';
import { type Ledger } from '../ledger.ts';
import { aJob, NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const aBatch = (id: string, override: Partial<Batch> = {}): Batch => ({
  ...{ tenant: 'acme', id, state: 'receiving', mode: 'best-effort', format: 'csv', common: { templateId: 'tpl_1' } },
  ...{ createdAt: NOW, updatedAt: NOW, received: 0, accepted: 0, rejected: 0, version: 1 },
  ...override,
});
const aRow = (batch: string, row: number, fingerprint = 'same') => ({ batch, row, line: row + 1, fingerprint });
const anError = { code: 'invalid_row', detail: 'is wrong', errors: [{ pointer: '/a', code: 'x', detail: 'is wrong' }] };
const aTally = (batch: string, override: Partial<BatchTally> = {}): BatchTally => ({
  ...{ batch, block: 0, counts: { queued: 3 }, countedAt: NOW, isSettled: false },
  ...override,
});

export function describeBatches(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('a batch', () => {
    const request = { key: 'k', route: 'POST /v1/batches', fingerprint: 'f', expiresAt: NOW + 1_000 };

    it('is found by the key of its request until that expires', async () => {
      const create = (id: string, fingerprint: string, now: number) =>
        ledger.createBatch(aBatch(id), { ...request, fingerprint, expiresAt: now + 1_000 }, now);
      expect(await create('bat_1', 'f', NOW)).toEqual({ kind: 'created' });
      expect(await create('bat_2', 'f', NOW + 1)).toEqual({ kind: 'known', id: 'bat_1' });
      expect(await create('bat_3', 'other', NOW + 1)).toEqual({ kind: 'key-reused' });
      expect(await create('bat_4', 'other', NOW + 1_000)).toEqual({ kind: 'created' });
      expect(await ledger.findBatch('acme', 'bat_1')).toEqual(aBatch('bat_1'));
      expect(await ledger.findBatch('acme', 'bat_2')).toBeUndefined();
      expect(await ledger.findBatch('other', 'bat_1')).toBeUndefined();
    });

    it('created again after the reply was lost is the same', async () => {
      const again = { ...request, key: 'lost' };
      expect(await ledger.createBatch(aBatch('bat_5'), again, NOW)).toEqual({ kind: 'created' });
      expect(await ledger.createBatch(aBatch('bat_5'), again, NOW)).toEqual({ kind: 'created' });
    });

    it('is changed by whoever saw it last', async () => {
      const before = aBatch('bat_6');
      await ledger.createBatch(before, undefined, NOW);
      const written = await ledger.updateBatch(before, { ...before, accepted: 4, updatedAt: NOW + 1 });
      expect(written).toMatchObject({ accepted: 4, version: 2 });
      expect(await ledger.updateBatch(before, { ...before, state: 'canceling', updatedAt: NOW + 2 })).toBeUndefined();
      expect(await ledger.findBatch('acme', 'bat_6')).toEqual(written);
    });

    it('is nominated from when its work is due until there is none', async () => {
      const done = aBatch('bat_7');
      const owed = { ...done, nextAt: NOW + 500 };
      await ledger.createBatch(owed, undefined, NOW);
      const isDue = async (now: number) => (await ledger.findDueBatches(now, 100)).some(({ id }) => id === 'bat_7');
      expect([await isDue(NOW + 499), await isDue(NOW + 500)]).toEqual([false, true]);
      await ledger.updateBatch(owed, { ...done, state: 'accepted' });
      expect(await isDue(NOW + 9_999)).toBe(false);
    });

    it('is listed newest first, page by page, to its tenant alone', async () => {
      for (const n of [1, 2, 3]) await ledger.createBatch(aBatch(`bat_${n}`, { tenant: 'lister' }), undefined, NOW);
      const first = await ledger.listBatches({ tenant: 'lister', limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(['bat_3', 'bat_2']);
      const rest = await ledger.listBatches({ tenant: 'lister', limit: 2, cursor: first.cursor ?? '' });
      expect(rest).toEqual({ items: [aBatch('bat_1', { tenant: 'lister' })] });
    });
  });

  describe('a row of a batch', () => {
    it('makes one job, whoever submits it how often', async () => {
      const jobs = Array.from({ length: 5 }, () => aJob({ tenant: 'rows', row: aRow('bat_r', 1) }));
      const outcomes = await Promise.all(jobs.map((job) => ledger.submit(job, NOW)));
      const accepted = jobs.filter((_, at) => outcomes[at]?.kind === 'accepted');
      expect(accepted).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(4);
      expect(await ledger.listRows('bat_r', 0, 10)).toEqual([
        { batch: 'bat_r', row: 1, line: 2, job: accepted[0]?.id },
      ]);
      const found = await ledger.findJob('rows', accepted[0]?.id ?? '');
      expect([found?.batch, found?.row]).toEqual(['bat_r', 1]);
      expect((await ledger.listJobs({ tenant: 'rows', limit: 10 })).items).toHaveLength(1);
    });

    it('that is another one than before makes none', async () => {
      await ledger.submit(aJob({ row: aRow('bat_s', 1) }), NOW);
      expect((await ledger.submit(aJob({ row: aRow('bat_s', 1, 'other') }), NOW)).kind).toBe('key-reused');
    });

    it('that was refused makes none, and one that made a job is not refused', async () => {
      const refused = { ...aRow('bat_t', 1), tenant: 'acme', error: anError };
      expect(await ledger.rejectRow(refused)).toEqual({ kind: 'written' });
      expect(await ledger.rejectRow(refused)).toMatchObject({ kind: 'known', row: { error: anError } });
      expect(await ledger.rejectRow({ ...refused, fingerprint: 'other' })).toEqual({ kind: 'changed' });
      expect((await ledger.submit(aJob({ row: aRow('bat_t', 1) }), NOW)).kind).toBe('replayed');
      const job = aJob({ row: aRow('bat_t', 2) });
      await ledger.submit(job, NOW);
      const known = await ledger.rejectRow({ ...aRow('bat_t', 2), tenant: 'acme', error: anError });
      expect(known).toEqual({ kind: 'known', row: { batch: 'bat_t', row: 2, line: 3, job: job.id } });
      expect(await ledger.findLastRow('bat_t')).toBe(2);
      expect(await ledger.findLastRow('bat_none')).toBe(0);
    });

    it('leads to its job in the order of rows, and for its tenant alone', async () => {
      const jobs = [3, 1, 2].map((row) => aJob({ row: aRow('bat_u', row), lane: row === 2 ? 'bulk' : 'express' }));
      for (const job of jobs) await ledger.submit(job, NOW);
      await ledger.rejectRow({ ...aRow('bat_u', 4), tenant: 'acme', error: anError });
      const list = (filter: object) => ledger.listJobs({ tenant: 'acme', limit: 10, batch: 'bat_u', ...filter });
      expect((await list({})).items.map(({ row }) => row)).toEqual([1, 2, 3]);
      expect((await list({ lane: 'express' })).items.map(({ row }) => row)).toEqual([1, 3]);
      const first = await list({ limit: 2 });
      expect((await list({ limit: 2, cursor: first.cursor })).items.map(({ row }) => row)).toEqual([3]);
      expect((await list({ tenant: 'other' })).items).toEqual([]);
    });

    it('is one of many: pages go on after a row', async () => {
      for (let row = 1; row <= 7; row += 1)
        await ledger.rejectRow({ ...aRow('bat_v', row), tenant: 'acme', error: anError });
      expect((await ledger.listRows('bat_v', 2, 3)).map(({ row }) => row)).toEqual([3, 4, 5]);
      expect((await ledger.listRows('bat_v', 5, 3)).map(({ row }) => row)).toEqual([6, 7]);
    });
  });

  describe('a job of a template', () => {
    it('is found by it', async () => {
      const made = aJob({ tenant: 'made', template: { id: 'tpl_x', version: 3 } });
      for (const job of [made, aJob({ tenant: 'made' })]) await ledger.submit(job, NOW);
      const page = await ledger.listJobs({ tenant: 'made', limit: 10, template: 'tpl_x' });
      expect(page.items.map(({ id, templateVersion }) => [id, templateVersion])).toEqual([[made.id, 3]]);
    });
  });

  describe('the tally of a block', () => {
    it('is the latest count, and for ever once it is settled', async () => {
      const kept = async () => (await ledger.listTallies('bat_w'))[0];
      await ledger.saveTally(aTally('bat_w'));
      await ledger.saveTally(aTally('bat_w', { countedAt: NOW - 1, counts: { queued: 9 } }));
      expect(await kept()).toEqual(aTally('bat_w'));
      const settled = aTally('bat_w', { countedAt: NOW + 1, counts: { succeeded: 3 }, isSettled: true });
      await ledger.saveTally(settled);
      await ledger.saveTally(aTally('bat_w', { countedAt: NOW + 2 }));
      expect(await ledger.listTallies('bat_w')).toEqual([settled]);
    });
  });
}
