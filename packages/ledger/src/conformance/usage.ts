/** What ended jobs took, counted once; what becomes of their results. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { type UsageRow, type UsageSums } from '../usage-ledger.ts';
import { aFailure, type aJob, anArtifact, claimed, idOf, MINUTE, NOW, refOf, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const DAY = '2025-10-09';
const LATER = NOW + 30 * 86_400_000;
const ROW: UsageRow = { day: DAY, lane: 'standard', mode: 'live', key: 'k1' };
const ONE: UsageSums = {
  succeeded: 1,
  failed: 0,
  canceled: 0,
  renderedMs: 6_000,
  instanceMs: 9_000,
  lostMs: 1_000,
  microUsd: 7,
};

export function describeUsage(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });
  const ended = async (tenant: string) => {
    const job = await submitted(ledger, { tenant });
    await ledger.complete(await claimed(ledger, refOf(job)), [anArtifact()], NOW + MINUTE);
    return job;
  };
  const count = (job: ReturnType<typeof aJob>, expiresAt = LATER) =>
    ledger.countUsage(job.tenant, ROW, ONE, [{ ...idOf(job), expiresAt }]);

  describe('the time that a task takes', () => {
    it('is summed by pool, from each claim to its end, with what came to nothing apart', async () => {
      const job = await submitted(ledger);
      const by = { owner: 'i-1/1', agentVersion: 1, pool: 'spot' };
      const first = await ledger.claim(refOf(job), by, NOW);
      if (first.kind !== 'claimed') throw new Error(first.because);
      await ledger.fail(first.lease, aFailure(), 0, NOW + 2_000);
      const second = await ledger.claim(refOf(job), { ...by, pool: 'on-demand' }, NOW + MINUTE);
      if (second.kind !== 'claimed') throw new Error(second.because);
      await ledger.complete(second.lease, [anArtifact()], NOW + MINUTE + 5_000);
      const [task] = await ledger.listTasks(job.id);
      expect(task?.spent).toEqual([
        { pool: 'spot', ms: 2_000, lostMs: 2_000 },
        { pool: 'on-demand', ms: 5_000, lostMs: 0 },
      ]);
      expect(task).not.toHaveProperty('pool');
    });

    it('of an attempt that the end of its job overtook came to nothing', async () => {
      const job = await submitted(ledger);
      await claimed(ledger, refOf(job));
      await ledger.cancel(idOf(job), NOW + 3_000);
      await ledger.voidTasks(idOf(job), NOW + 4_000);
      expect((await ledger.listTasks(job.id))[0]?.spent).toEqual([{ pool: '', ms: 4_000, lostMs: 4_000 }]);
    });
  });

  describe('an ended job', () => {
    it('is found until it was counted, and counted once', async () => {
      const job = await ended('counted');
      expect(await ledger.findEnded(NOW + MINUTE, 1_000)).toContainEqual(idOf(job));
      expect(await count(job)).toBe(true);
      expect(await count(job)).toBe(false);
      expect(await ledger.findEnded(NOW + MINUTE, 1_000)).not.toContainEqual(idOf(job));
      expect(await ledger.listUsage('counted', DAY, DAY, 10)).toEqual([{ ...ROW, ...ONE }]);
    });

    it('adds to what its day has already', async () => {
      await count(await ended('adds'));
      await count(await ended('adds'));
      expect(await ledger.listUsage('adds', DAY, DAY, 10)).toMatchObject([
        { succeeded: 2, renderedMs: 12_000, microUsd: 14 },
      ]);
    });

    it('is counted for its own tenant and day', async () => {
      await count(await ended('mine'));
      expect(await ledger.listUsage('other', DAY, DAY, 10)).toEqual([]);
      expect(await ledger.listUsage('mine', '2025-10-10', '2025-10-11', 10)).toEqual([]);
      expect(await ledger.listUsage('mine', '2025-10-01', '2025-10-08', 10)).toEqual([]);
      expect(await ledger.listUsage('mine', '2025-10-01', '2025-10-11', 10)).toHaveLength(1);
    });
  });

  describe('results', () => {
    it('are due for deletion when their time is up, until they are gone', async () => {
      const job = await ended('acme');
      await count(job);
      expect(await ledger.findDuePurges(LATER - 1, 1_000)).not.toContainEqual(idOf(job));
      expect(await ledger.findDuePurges(LATER, 1_000)).toContainEqual(idOf(job));
      await ledger.markPurged('acme', job.id, LATER + 1);
      expect(await ledger.findDuePurges(LATER, 1_000)).not.toContainEqual(idOf(job));
      expect(await ledger.findResults('acme', job.id)).toMatchObject({ expiresAt: LATER, purgedAt: LATER + 1 });
    });

    it.each([true, false])('go at once when their owner deletes them (counted before: %s)', async (isCounted) => {
      const job = await ended('acme');
      if (isCounted) await count(job);
      const results = { ...idOf(job), expiresAt: LATER };
      expect(await ledger.deleteResults(results, NOW + 2 * MINUTE)).toEqual({
        ...results,
        deletedAt: NOW + 2 * MINUTE,
      });
      expect(await ledger.deleteResults(results, NOW + 3 * MINUTE)).toMatchObject({ deletedAt: NOW + 2 * MINUTE });
      expect(await ledger.findDuePurges(NOW + 2 * MINUTE, 1_000)).toContainEqual(idOf(job));
      if (!isCounted) expect(await count(job)).toBe(true);
      expect(await ledger.findResults('acme', job.id)).toMatchObject({ deletedAt: NOW + 2 * MINUTE });
      expect(await ledger.findResults('other', job.id)).toBeUndefined();
    });
  });
}
