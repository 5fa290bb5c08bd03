/** T7–T10 and the budgets. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type FailureClass } from '@reelyard/contracts';
import { type FailOutcome, type Ledger } from '../ledger.ts';
import { aFailure, claimed, idOf, MINUTE, NOW, refOf, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeFailures(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  const failUntilEnd = async (kind: FailureClass, most: number): Promise<{ outcomes: FailOutcome[]; job: string }> => {
    const job = await submitted(ledger);
    const outcomes: FailOutcome[] = [];
    let now = NOW;
    for (let run = 0; run < most; run += 1) {
      const lease = await claimed(ledger, refOf(job), now);
      const outcome = await ledger.fail(lease, aFailure({ class: kind }), 0.5, now);
      outcomes.push(outcome);
      if (outcome.kind !== 'requeued') break;
      now = outcome.notBefore;
    }
    return { outcomes, job: job.id };
  };

  describe('a failed run', () => {
    it.each([
      ['engine', 3],
      ['asset', 5],
      ['infra', 10],
    ] as const)('of class %s fails the job at number %i', async (kind, runs) => {
      const { outcomes, job } = await failUntilEnd(kind, 20);
      expect(outcomes).toHaveLength(runs);
      expect(outcomes.slice(0, -1).map((each) => each.kind === 'requeued' && [each.used, each.budget])).toEqual(
        Array.from({ length: runs - 1 }, (_, used) => [used + 1, runs]),
      );
      const error = { code: 'engine_failed', message: 'exit code 10', class: kind, task: 0 };
      expect(outcomes.at(-1)).toEqual({ kind: 'job-failed', error });
      expect(await ledger.findJob('acme', job)).toMatchObject({ state: 'failed', error, evSeq: 3 });
      expect(await ledger.listTasks(job)).toMatchObject([{ state: 'failed', lastError: { class: kind } }]);
      expect((await ledger.listEvents(job)).at(-1)).toMatchObject({ seq: 3, type: 'job.failed', data: { error } });
    });

    it('that is permanent fails the job at once, with its pointer', async () => {
      const job = await submitted(ledger);
      const failure = aFailure({ class: 'permanent', code: 'asset_unavailable', pointer: '/composition/scenes/0' });
      const outcome = await ledger.fail(await claimed(ledger, refOf(job)), failure, 0.5, NOW);
      expect(outcome).toMatchObject({ kind: 'job-failed', error: { pointer: '/composition/scenes/0' } });
    });

    it('of one class uses up no budget of another', async () => {
      const job = await submitted(ledger);
      let now = NOW;
      for (const kind of ['infra', 'engine', 'asset', 'infra', 'engine', 'license', 'infra'] as const) {
        const lease = await claimed(ledger, refOf(job), now);
        const outcome = await ledger.fail(lease, aFailure({ class: kind }), 0.5, now);
        expect(outcome.kind).toBe('requeued');
        now = outcome.kind === 'requeued' ? outcome.notBefore : now;
      }
      expect((await ledger.findTask(refOf(job)))?.counters).toEqual({
        engine: 2,
        infra: 3,
        asset: 1,
        license: 1,
        leaseLost: 0,
      });
    });

    it('waits again, with its doorbell due after the back-off', async () => {
      const job = await submitted(ledger, { tenant: 'backoff', lane: 'bulk' });
      const lease = await claimed(ledger, refOf(job));
      await ledger.heartbeat(lease, { beat: 1, phase: 'rendering', progress: { fraction: 0.4 } }, NOW);
      await ledger.fail(lease, aFailure(), 1, NOW);
      const task = await ledger.findTask(refOf(job));
      expect(task).toMatchObject({ state: 'pending', needsEmit: true, emitSeq: 1, notBefore: NOW + 15_000, epoch: 1 });
      expect(task?.lastError).toEqual({ class: 'engine', code: 'engine_failed', message: 'exit code 10', at: NOW });
      for (const field of ['owner', 'progress', 'phase', 'leasedAt']) expect(task).not.toHaveProperty(field);
      expect(await ledger.findWaiting('bulk', 10)).toMatchObject([{ ...refOf(job), enqueuedAt: NOW }]);
    });

    it('honors Retry-After', async () => {
      const job = await submitted(ledger);
      const failure = aFailure({ class: 'asset', retryAfterMs: 3 * MINUTE });
      expect(await ledger.fail(await claimed(ledger, refOf(job)), failure, 0.5, NOW)).toMatchObject({
        notBefore: NOW + 3 * MINUTE,
      });
    });

    it('for want of a seat is tried for 30 minutes, however often, and no longer', async () => {
      const job = await submitted(ledger, { deadlineAt: NOW + 600 * MINUTE });
      let [now, runs] = [NOW, 0];
      for (;;) {
        const outcome = await ledger.fail(
          await claimed(ledger, refOf(job), now),
          aFailure({ class: 'license' }),
          1,
          now,
        );
        if (outcome.kind !== 'requeued') break;
        runs += 1;
        now = outcome.notBefore;
      }
      expect(runs).toBe(40);
      expect(now - NOW).toBe(30 * MINUTE);
      expect((await ledger.findJob('acme', job.id))?.state).toBe('failed');
    });

    it('told twice is counted once and answered the same', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      const first = await ledger.fail(lease, aFailure(), 0.5, NOW);
      expect(await ledger.fail(lease, aFailure(), 0.5, NOW)).toEqual(first);
      expect((await ledger.findTask(refOf(job)))?.counters.engine).toBe(1);
      const other = await submitted(ledger);
      const last = await claimed(ledger, refOf(other));
      const permanent = aFailure({ class: 'permanent' });
      expect(await ledger.fail(last, permanent, 0, NOW)).toEqual(await ledger.fail(last, permanent, 0, NOW));
      expect(await ledger.listEvents(other.id)).toHaveLength(3);
    });

    it('of an ended job is lost: there is one terminal event', async () => {
      const job = await submitted(ledger, { segments: 2 });
      const [one, two] = [await claimed(ledger, refOf(job, 0)), await claimed(ledger, refOf(job, 1))];
      const failure = aFailure({ class: 'permanent' });
      const outcomes = await Promise.all([one, two].map((lease) => ledger.fail(lease, failure, 0, NOW)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['job-failed', 'lost']);
      expect((await ledger.listEvents(job.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });
  });

  describe('a lost lease', () => {
    const silent = async (job: { tenant: string; id: string }, owner: string, now: number) => {
      const lease = await claimed(ledger, { tenant: job.tenant, job: job.id, n: 0 }, now, { owner, agentVersion: 1 });
      return { ...lease.ref, epoch: lease.epoch, owner, beat: 0, lane: 'standard' as const };
    };

    it('goes back to wait at once', async () => {
      const job = await submitted(ledger);
      const outcome = await ledger.reap(await silent(job, 'i-1/1', NOW), NOW + MINUTE);
      expect(outcome).toEqual({ kind: 'requeued', notBefore: NOW + MINUTE, used: 1, budget: 3 });
      expect(await ledger.findTask(refOf(job))).toMatchObject({
        state: 'pending',
        needsEmit: true,
        leaseLostOwners: ['i-1'],
        lastError: { class: 'lease-lost', code: 'lease_lost' },
      });
    });

    it('on three instances makes the job suspect', async () => {
      const job = await submitted(ledger);
      await ledger.reap(await silent(job, 'i-1/1', NOW), NOW);
      await ledger.reap(await silent(job, 'i-2/1', NOW), NOW);
      const stale = await silent(job, 'i-3/1', NOW);
      expect(await ledger.reap(stale, NOW)).toMatchObject({ kind: 'job-failed', error: { code: 'poison_suspected' } });
      expect(await ledger.findJob('acme', job.id)).toMatchObject({
        state: 'failed',
        error: { code: 'poison_suspected' },
      });
      expect((await ledger.reap(stale, NOW)).kind).toBe('job-failed');
      expect((await ledger.listEvents(job.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('again and again on one instance says little of the job, but not for ever', async () => {
      const job = await submitted(ledger);
      const outcomes: FailOutcome[] = [];
      for (let process = 1; process <= 11; process += 1)
        outcomes.push(await ledger.reap(await silent(job, `i-1/${process}`, NOW), NOW));
      expect(outcomes[0]).toMatchObject({ used: 1, budget: 3 });
      expect(outcomes[9]).toMatchObject({ used: 9, budget: 10 });
      expect(outcomes[10]).toMatchObject({ kind: 'job-failed', error: { code: 'poison_suspected' } });
      expect((await ledger.findTask(refOf(job)))?.counters).toMatchObject({ leaseLost: 1, infra: 9, engine: 0 });
    }, 120_000);

    it.each(['beat', 'epoch'] as const)('is none when its %s has moved', async (field) => {
      const job = await submitted(ledger);
      const stale = await silent(job, 'i-1/1', NOW);
      expect(await ledger.reap({ ...stale, [field]: stale[field] + 1 }, NOW)).toEqual({ kind: 'lost' });
      await ledger.heartbeat({ ref: refOf(job), epoch: 1, owner: 'i-1/1' }, { beat: 1, phase: 'rendering' }, NOW);
      expect(await ledger.reap(stale, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ state: 'leased', beat: 1 });
    });

    it('fences off its owner', async () => {
      const job = await submitted(ledger);
      const stale = await silent(job, 'i-1/1', NOW);
      const lease = { ref: refOf(job), epoch: stale.epoch, owner: stale.owner };
      await ledger.reap(stale, NOW);
      expect(await ledger.complete(lease, [], NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.fail(lease, aFailure(), 0, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.heartbeat(lease, { beat: 1, phase: 'rendering' }, NOW)).toEqual({ kind: 'lost' });
    });

    it('of an ended job is lost: there is one terminal event', async () => {
      const job = await submitted(ledger);
      await ledger.reap(await silent(job, 'i-1/1', NOW), NOW);
      await ledger.reap(await silent(job, 'i-2/1', NOW), NOW);
      const stale = await silent(job, 'i-3/1', NOW);
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.reap(stale, NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.findJob('acme', job.id)).toMatchObject({ state: 'canceled', evSeq: 3 });
      expect(await ledger.listEvents(job.id)).toHaveLength(3);
    });
  });
}
