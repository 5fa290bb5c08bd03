/** T2, T3 and the indexes. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aFailure, AGENT, claimed, idOf, MINUTE, NOW, refOf, rung, segmentsDone, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeNominations(makeLedger: MakeLedger): void {
  describe('a doorbell', () => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await makeLedger();
    });

    it('is due from notBefore on', async () => {
      const job = await submitted(ledger, { notBefore: NOW + 1_000 });
      expect(await ledger.findDueEmits(NOW + 999, 10)).toEqual([]);
      expect(await ledger.findDueEmits(NOW + 1_000, 10)).toEqual([
        { ...refOf(job), lane: 'standard', emitSeq: 0, notBefore: NOW + 1_000 },
      ]);
    });

    it('comes in order of notBefore over all shards, no more than asked', async () => {
      const jobs = [];
      for (let i = 0; i < 12; i += 1) jobs.push(await submitted(ledger, { notBefore: NOW - (i % 12) }));
      const due = await ledger.findDueEmits(NOW, 5);
      expect(due.map(({ notBefore }) => notBefore)).toEqual([11, 10, 9, 8, 7].map((i) => NOW - i));
    });

    it('once rung is due no more', async () => {
      const job = await submitted(ledger, { segments: 3 });
      const due = await ledger.findDueEmits(NOW, 10);
      expect(await ledger.markQueued(due, NOW)).toEqual({ queued: 3, skipped: 0 });
      expect(await ledger.findDueEmits(NOW, 10)).toEqual([]);
      expect((await ledger.listTasks(job.id)).map(({ state }) => state)).toEqual([
        'queued',
        'queued',
        'queued',
        'blocked',
      ]);
      expect(await ledger.findTask(refOf(job))).toMatchObject({ needsEmit: false, emittedAt: NOW });
    });

    it('of a task that moved on is skipped without holding up the others', async () => {
      const job = await submitted(ledger, { segments: 3 });
      const due = await ledger.findDueEmits(NOW, 10);
      await claimed(ledger, refOf(job, 1));
      expect(await ledger.markQueued(due, NOW)).toEqual({ queued: 2, skipped: 1 });
      expect(await ledger.findTask(refOf(job, 1))).toMatchObject({ state: 'leased' });
      expect(await ledger.markQueued(due, NOW)).toEqual({ queued: 0, skipped: 3 });
      expect(await ledger.markQueued([], NOW)).toEqual({ queued: 0, skipped: 0 });
    });

    it('counts once when it is told twice', async () => {
      await submitted(ledger);
      const due = await ledger.findDueEmits(NOW, 10);
      expect(await ledger.markQueued([...due, ...due], NOW)).toEqual({ queued: 1, skipped: 1 });
    });

    it('of an earlier wait says nothing of a later one', async () => {
      const job = await submitted(ledger);
      const due = await ledger.findDueEmits(NOW, 10);
      await ledger.fail(await claimed(ledger, refOf(job)), aFailure(), 0.5, NOW);
      expect(await ledger.markQueued(due, NOW)).toEqual({ queued: 0, skipped: 1 });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ state: 'pending', needsEmit: true });
    });

    it('can be rung for more tasks than one transaction holds', async () => {
      for (let i = 0; i < 3; i += 1) await submitted(ledger, { segments: 60 });
      expect(await rung(ledger)).toBe(180);
    });

    it('seems lost when it was rung before the cut-off and nobody came', async () => {
      const job = await submitted(ledger);
      expect(await ledger.findStaleQueued('standard', NOW, 10)).toEqual([]);
      await rung(ledger, NOW);
      expect(await ledger.findStaleQueued('standard', NOW - 1, 10)).toEqual([]);
      expect(await ledger.findStaleQueued('bulk', NOW, 10)).toEqual([]);
      const [stale] = await ledger.findStaleQueued('standard', NOW, 10);
      expect(stale).toEqual({ ...refOf(job), emitSeq: 0 });
      const again = { ...refOf(job), emitSeq: 0 };
      expect(await ledger.reemit(again, NOW - 1, NOW + 5)).toEqual({ kind: 'lost' });
      expect(await ledger.reemit(again, NOW, NOW + 5)).toEqual({ kind: 'held' });
      expect(await ledger.reemit(again, NOW, NOW + 5)).toEqual({ kind: 'lost' });
      expect(await ledger.findDueEmits(NOW + 5, 10)).toMatchObject([{ ...refOf(job), emitSeq: 1 }]);
      expect(await ledger.findStaleQueued('standard', NOW + MINUTE, 10)).toEqual([]);
    });
  });

  describe('a waiting task', () => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await makeLedger();
    });

    it('is found in its lane by deadline, with what the scaler estimates from', async () => {
      const late = await submitted(ledger, { deadlineAt: NOW + 9 * MINUTE });
      const soon = await submitted(ledger, { deadlineAt: NOW + 5 * MINUTE });
      await submitted(ledger, { lane: 'bulk' });
      const found = await ledger.findWaiting('standard', 10);
      expect(found.map(({ job }) => job)).toEqual([soon.id, late.id]);
      expect(found[0]).toEqual({
        ...refOf(soon),
        lane: 'standard',
        state: 'pending',
        enqueuedAt: NOW,
        notBefore: NOW,
        deadlineAt: NOW + 5 * MINUTE,
        frames: 300,
        pixels: 921_600,
        engine: 'reel',
      });
      expect(await ledger.findWaiting('standard', 1)).toHaveLength(1);
      expect(await ledger.findWaiting('express', 10)).toEqual([]);
    });

    it('is counted in its lane without being read', async () => {
      for (let i = 0; i < 6; i += 1) await submitted(ledger);
      await submitted(ledger, { lane: 'bulk' });
      expect(await ledger.countWaiting('standard')).toBe(6);
      expect(await ledger.countWaiting('bulk')).toBe(1);
      expect(await ledger.countWaiting('express')).toBe(0);
    });

    it('is waiting while pending or queued, and leased while leased', async () => {
      const job = await submitted(ledger);
      await rung(ledger);
      expect(await ledger.findWaiting('standard', 10)).toMatchObject([{ state: 'queued' }]);
      const lease = await claimed(ledger, refOf(job));
      expect(await ledger.findWaiting('standard', 10)).toEqual([]);
      expect(await ledger.findDueEmits(NOW, 10)).toEqual([]);
      expect(await ledger.findLeased(10)).toEqual([
        { ...refOf(job), epoch: 1, beat: 0, owner: AGENT.owner, lane: 'standard' },
      ]);
      await ledger.heartbeat(lease, { beat: 3, phase: 'rendering' }, NOW);
      expect(await ledger.findLeased(10)).toMatchObject([{ beat: 3 }]);
      await ledger.complete(lease, [], NOW);
      expect(await ledger.findLeased(10)).toEqual([]);
    });

    it('that is overdue is found wherever it waits', async () => {
      const job = await submitted(ledger, { segments: 2, deadlineAt: NOW + MINUTE });
      await submitted(ledger);
      await claimed(ledger, refOf(job, 1));
      expect(await ledger.findOverdue(NOW + MINUTE - 1, 10)).toEqual([]);
      const found = await ledger.findOverdue(NOW + MINUTE, 10);
      expect(found.map(({ n }) => n).sort()).toEqual([0, 1]);
      expect(await ledger.findOverdue(NOW + MINUTE, 1)).toHaveLength(1);
    });

    it('of an ended job is found at once, until its job has voided it', async () => {
      const job = await submitted(ledger, { segments: 2, notBefore: NOW + 30 * MINUTE });
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.findOverdue(NOW, 10)).toEqual([{ ...refOf(job), n: 0 }]);
      expect(await ledger.findUnblockable(10)).toEqual([]);
      await ledger.voidTasks(idOf(job), NOW);
      expect(await ledger.findOverdue(NOW + 90 * MINUTE, 10)).toEqual([]);
    });

    it('whose segments are all done is found until it is unblocked', async () => {
      const job = await submitted(ledger, { segments: 2 });
      expect(await ledger.findUnblockable(10)).toEqual([]);
      await segmentsDone(ledger, job);
      expect(await ledger.findUnblockable(10)).toEqual([idOf(job)]);
      expect(await ledger.findOverdue(NOW, 10)).toEqual([]);
      expect(await ledger.findOverdue(job.deadlineAt, 10)).toEqual([refOf(job)]);
      await ledger.unblock(idOf(job), NOW);
      expect(await ledger.findUnblockable(10)).toEqual([]);
    });
  });
}
