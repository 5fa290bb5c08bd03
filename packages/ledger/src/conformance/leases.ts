/** T5 and T7 without a counter. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aFailure, claimed, idOf, NOW, refOf, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeLeases(makeLedger: MakeLedger): void {
  describe('a lease', () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await makeLedger();
    });

    it('is held by its beats, which carry phase and progress', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      const progress = { fraction: 0.5, frame: 150, frames: 300 };
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'rendering', progress }, NOW)).toEqual({ kind: 'held' });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ beat: 1, phase: 'rendering', progress });
      expect(await ledger.heartbeat(lease, { beat: 2, phase: 'verifying' }, NOW)).toEqual({ kind: 'held' });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ beat: 2, phase: 'verifying', progress });
      expect((await ledger.findJob('acme', job.id))?.version).toBe(2);
    });

    it('is not lost by a beat that is sent twice or comes late', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      await ledger.heartbeat(lease, { beat: 2, phase: 'rendering' }, NOW);
      expect(await ledger.heartbeat(lease, { beat: 2, phase: 'rendering' }, NOW)).toEqual({ kind: 'held' });
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'staging' }, NOW)).toEqual({ kind: 'held' });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ beat: 2, phase: 'rendering' });
    });

    it('learns at its next beat that the job has ended', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'rendering' }, NOW)).toEqual({
        kind: 'job-ended',
        state: 'canceled',
      });
      await ledger.voidTasks(idOf(job), NOW);
      expect(await ledger.heartbeat(lease, { beat: 2, phase: 'rendering' }, NOW)).toEqual({ kind: 'lost' });
    });

    it('given back leaves the task as if it had not been claimed, but for the epoch', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      expect(await ledger.release(lease, NOW + 7)).toEqual({ kind: 'held' });
      const task = await ledger.findTask(refOf(job));
      expect(task).toMatchObject({ state: 'pending', epoch: 1, needsEmit: true, notBefore: NOW + 7 });
      expect(task?.counters).toEqual({ engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 });
      expect(task).not.toHaveProperty('owner');
      expect(task).not.toHaveProperty('lastError');
    });

    it.each([
      ['another epoch', { epoch: 9 }],
      ['another process of the same instance', { owner: 'i-1/2000' }],
    ])('of %s writes nothing', async (_, other) => {
      const job = await submitted(ledger);
      const lease = { ...(await claimed(ledger, refOf(job))), ...other };
      const before = await ledger.findTask(refOf(job));
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'rendering' }, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.release(lease, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.complete(lease, [], NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.fail(lease, aFailure(), 0, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.fail(lease, aFailure({ class: 'permanent' }), 0, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.findTask(refOf(job))).toEqual(before);
      expect((await ledger.findJob('acme', job.id))?.state).toBe('rendering');
    });

    it('that was passed on writes nothing', async () => {
      const job = await submitted(ledger);
      const first = await claimed(ledger, refOf(job));
      await ledger.release(first, NOW);
      const second = await claimed(ledger, refOf(job));
      expect(await ledger.heartbeat(first, { beat: 1, phase: 'rendering' }, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.complete(first, [], NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.release(first, NOW)).toEqual({ kind: 'lost' });
      expect((await ledger.complete(second, [], NOW)).kind).toBe('done');
      expect(await ledger.complete(first, [], NOW)).toEqual({ kind: 'lost' });
    });

    it('of a task that nobody knows is lost', async () => {
      const lease = { ref: { tenant: 'acme', job: 'job_0', n: 0 }, epoch: 1, owner: 'i-1/1' };
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'rendering' }, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.release(lease, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.complete(lease, [], NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.fail(lease, aFailure(), 0, NOW)).toEqual({ kind: 'lost' });
    });
  });
}
