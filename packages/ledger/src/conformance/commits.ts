/** T6 and T6b. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { AGENT, anArtifact, claimed, idOf, NOW, refOf, segmentsDone, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeCommits(makeLedger: MakeLedger): void {
  describe('a commit', () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await makeLedger();
    });

    it('of the only task makes the job succeeded, with its artifacts and event', async () => {
      const job = await submitted(ledger);
      const artifacts = [anArtifact('video'), anArtifact('poster')];
      const lease = await claimed(ledger, refOf(job));
      expect(await ledger.complete(lease, artifacts, NOW + 5)).toEqual({
        kind: 'done',
        jobEnded: true,
        unblocked: false,
      });
      const found = await ledger.findJob('acme', job.id);
      expect(found).toMatchObject({ state: 'succeeded', artifacts, tasksDone: 1, endedAt: NOW + 5, evSeq: 3 });
      const task = await ledger.findTask(refOf(job));
      expect(task).toMatchObject({ state: 'done', artifacts, endedAt: NOW + 5 });
      expect(task).not.toHaveProperty('owner');
      const events = await ledger.listEvents(job.id, 2);
      expect(events).toMatchObject([{ seq: 3, type: 'job.succeeded', data: { artifacts } }]);
    });

    it('whose reply was lost is done, and counted once', async () => {
      const job = await submitted(ledger, { segments: 2 });
      const lease = await claimed(ledger, refOf(job, 1));
      const first = await ledger.complete(lease, [anArtifact()], NOW);
      expect(await ledger.complete(lease, [anArtifact()], NOW)).toEqual(first);
      expect((await ledger.findJob('acme', job.id))?.tasksDone).toBe(1);
      const single = await submitted(ledger);
      const only = await claimed(ledger, refOf(single));
      await ledger.complete(only, [], NOW);
      expect(await ledger.complete(only, [], NOW)).toEqual({ kind: 'done', jobEnded: true, unblocked: false });
      expect(await ledger.listEvents(single.id)).toHaveLength(3);
    });

    it('of the last segment, and of no other, says that assembly is due', async () => {
      const job = await submitted(ledger, { segments: 3 });
      const leases = [];
      for (const n of [0, 1, 2]) leases.push(await claimed(ledger, refOf(job, n)));
      const outcomes = await Promise.all(leases.map((lease) => ledger.complete(lease, [anArtifact('segment')], NOW)));
      expect(outcomes.filter((outcome) => outcome.kind === 'done' && outcome.unblocked)).toHaveLength(1);
      expect(outcomes.every((outcome) => outcome.kind === 'done' && !outcome.jobEnded)).toBe(true);
      expect(await ledger.findJob('acme', job.id)).toMatchObject({ state: 'rendering', tasksDone: 3 });
    });

    it('of the assembly makes the job succeeded', async () => {
      const job = await submitted(ledger, { segments: 2 });
      await segmentsDone(ledger, job);
      expect(await ledger.unblock(idOf(job), NOW + 1)).toEqual({ kind: 'unblocked' });
      const assembly = await ledger.findTask(refOf(job, 2));
      expect(assembly).toMatchObject({ state: 'pending', needsEmit: true, notBefore: NOW + 1 });
      const lease = await claimed(ledger, refOf(job, 2), NOW + 1);
      expect(await ledger.complete(lease, [anArtifact()], NOW + 2)).toEqual({
        kind: 'done',
        jobEnded: true,
        unblocked: false,
      });
      expect(await ledger.findJob('acme', job.id)).toMatchObject({
        state: 'succeeded',
        tasksDone: 3,
        artifacts: [anArtifact()],
      });
    });

    it('too early does not unblock, and unblocking is done once', async () => {
      const job = await submitted(ledger, { segments: 2 });
      expect(await ledger.unblock(idOf(job), NOW)).toEqual({ kind: 'not-due' });
      await ledger.complete(await claimed(ledger, refOf(job, 1)), [], NOW);
      expect(await ledger.unblock(idOf(job), NOW)).toEqual({ kind: 'not-due' });
      await ledger.complete(await claimed(ledger, refOf(job, 0)), [], NOW);
      const outcomes = await Promise.all([1, 2, 3].map(() => ledger.unblock(idOf(job), NOW)));
      expect(outcomes.filter(({ kind }) => kind === 'unblocked')).toHaveLength(1);
      expect(await ledger.unblock({ ...idOf(job), job: 'job_0' }, NOW)).toEqual({ kind: 'not-due' });
      const single = await submitted(ledger);
      expect(await ledger.unblock(idOf(single), NOW)).toEqual({ kind: 'not-due' });
    });

    it('after a cancel is lost, and the job stays canceled', async () => {
      const job = await submitted(ledger);
      const lease = await claimed(ledger, refOf(job));
      await ledger.cancel(idOf(job), NOW);
      expect(await ledger.complete(lease, [anArtifact()], NOW)).toEqual({ kind: 'lost' });
      expect(await ledger.findJob('acme', job.id)).toMatchObject({ state: 'canceled', tasksDone: 0 });
      expect((await ledger.listEvents(job.id)).map(({ type }) => type)).toEqual([
        'job.accepted',
        'job.started',
        'job.canceled',
      ]);
    });

    it('and a cancel at the same moment have one winner', async () => {
      for (let round = 0; round < 5; round += 1) {
        const job = await submitted(ledger);
        const lease = await claimed(ledger, refOf(job));
        const [commit, cancel] = await Promise.all([ledger.complete(lease, [], NOW), ledger.cancel(idOf(job), NOW)]);
        const state = (await ledger.findJob('acme', job.id))?.state;
        expect([commit.kind, cancel.kind, state]).toEqual(
          commit.kind === 'done' ? ['done', 'already-ended', 'succeeded'] : ['lost', 'canceled', 'canceled'],
        );
        expect((await ledger.listEvents(job.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      }
    });

    it('after the deadline counts while nobody has called it', async () => {
      const job = await submitted(ledger, { deadlineAt: NOW + 1_000 });
      const lease = await claimed(ledger, refOf(job), NOW, AGENT);
      expect((await ledger.complete(lease, [], NOW + 5_000)).kind).toBe('done');
      expect(await ledger.expire(idOf(job), NOW + 5_000)).toEqual({ kind: 'not-due' });
    });
  });
}
