/** T4. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aFailure, AGENT, claimed, idOf, MINUTE, NOW, refOf, rung, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeClaims(makeLedger: MakeLedger): void {
  describe('a claim', () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await makeLedger();
    });

    it('answers the task and job as it wrote them, epoch included', async () => {
      const job = await submitted(ledger);
      const outcome = await ledger.claim(refOf(job), AGENT, NOW + 1);
      expect(outcome).toMatchObject({ kind: 'claimed', lease: { ref: refOf(job), epoch: 1, owner: AGENT.owner } });
      const [task, found] = [await ledger.findTask(refOf(job)), await ledger.findJob('acme', job.id)];
      expect(outcome).toMatchObject({ task, job: found });
      expect(task).toMatchObject({
        state: 'leased',
        epoch: 1,
        owner: AGENT.owner,
        needsEmit: false,
        leasedAt: NOW + 1,
      });
      expect(found).toMatchObject({ state: 'rendering', startedAt: NOW + 1, evSeq: 2, version: 2 });
      expect(await ledger.listEvents(job.id)).toMatchObject([{ seq: 1 }, { seq: 2, type: 'job.started', at: NOW + 1 }]);
    });

    it('starts the job once, however many segments are claimed', async () => {
      const job = await submitted(ledger, { segments: 3 });
      const outcomes = await Promise.all([0, 1, 2].map((n) => ledger.claim(refOf(job, n), AGENT, NOW)));
      expect(outcomes.map(({ kind }) => kind)).toEqual(['claimed', 'claimed', 'claimed']);
      expect((await ledger.listEvents(job.id)).map(({ type }) => type)).toEqual(['job.accepted', 'job.started']);
      expect((await ledger.findJob('acme', job.id))?.evSeq).toBe(2);
    });

    it('is won by one of many agents', async () => {
      const job = await submitted(ledger);
      await rung(ledger);
      const agents = Array.from({ length: 6 }, (_, i) => ({ owner: `i-${i}/1`, agentVersion: 1 }));
      const outcomes = await Promise.all(agents.map((agent) => ledger.claim(refOf(job), agent, NOW)));
      expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      const losers = outcomes.filter(({ kind }) => kind === 'refused');
      expect(losers).toEqual(losers.map(() => ({ kind: 'refused', because: 'not-waiting' })));
    });

    it('grows the epoch by one each time', async () => {
      const job = await submitted(ledger);
      for (const epoch of [1, 2, 3]) {
        const lease = await claimed(ledger, refOf(job));
        expect(lease.epoch).toBe(epoch);
        await ledger.release(lease, NOW);
      }
    });

    it('that finds its own lease from an earlier process takes nothing over', async () => {
      const job = await submitted(ledger);
      await claimed(ledger, refOf(job));
      expect(await ledger.claim(refOf(job), AGENT, NOW)).toEqual({ kind: 'refused', because: 'not-waiting' });
    });

    it.each([
      ['not-before', { notBefore: NOW + 1 }],
      ['deadline', { deadlineAt: NOW }],
      ['agent-too-old', { minAgentVersion: 2 }],
    ] as const)('is refused because of %s', async (because, override) => {
      const job = await submitted(ledger, override);
      expect(await ledger.claim(refOf(job), AGENT, NOW)).toEqual({ kind: 'refused', because });
      expect(await ledger.findTask(refOf(job))).toMatchObject({ state: 'pending', epoch: 0 });
    });

    it('is refused for a job that has ended, a task that is blocked or one that nobody knows', async () => {
      const job = await submitted(ledger, { segments: 2 });
      expect(await ledger.claim(refOf(job, 2), AGENT, NOW)).toEqual({ kind: 'refused', because: 'not-waiting' });
      expect(await ledger.claim(refOf(job, 9), AGENT, NOW)).toEqual({ kind: 'refused', because: 'unknown' });
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.claim(refOf(job), AGENT, NOW)).toEqual({ kind: 'refused', because: 'job-ended' });
    });

    it('waits for the back-off of a failed run', async () => {
      const job = await submitted(ledger);
      await ledger.fail(await claimed(ledger, refOf(job)), aFailure(), 0.5, NOW);
      expect(await ledger.claim(refOf(job), AGENT, NOW + 9_999)).toEqual({ kind: 'refused', because: 'not-before' });
      expect((await claimed(ledger, refOf(job), NOW + 10_000)).epoch).toBe(2);
      expect((await ledger.findJob('acme', job.id))?.deadlineAt).toBe(NOW + 60 * MINUTE);
    });
  });
}
