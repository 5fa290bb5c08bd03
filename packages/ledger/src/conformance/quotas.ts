/** Quotas of jobs: held until there is room, never more than the limit. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { aJob, claimed, idOf, MINUTE, NOW, refOf, submitted } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const DAY = 86_400_000;

export function describeQuotas(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  let quotas = 0;
  let quota = '';
  beforeAll(async () => {
    ledger = await makeLedger();
  });
  const of = () => ({ tenant: 'acme', quota });
  const held = async (count: number, more: Parameters<typeof aJob>[0] = {}) => {
    quota = `q${(quotas += 1)}`;
    const jobs = [];
    for (let n = 0; n < count; n += 1) jobs.push(await submitted(ledger, { quota, ...more }));
    return jobs;
  };
  const isHeld = async (tenant: string, id: string) => (await ledger.findJob(tenant, id))?.isHeld === true;

  describe('a job of a quota', () => {
    it('is accepted and held: no doorbell is due for it, no agent may claim it', async () => {
      const [job = aJob()] = await held(1);
      expect(await ledger.findJob('acme', job.id)).toMatchObject({ state: 'queued', isHeld: true });
      expect((await ledger.findDueEmits(NOW, 1_000)).filter((due) => due.job === job.id)).toEqual([]);
      expect(await ledger.claim(refOf(job), { owner: 'i-1/1', agentVersion: 1 }, NOW)).toMatchObject({
        kind: 'refused',
      });
      expect(await ledger.findHeldQuotas(100)).toContainEqual(of());
    });

    it('waits while the quota is full, and comes to wait in its lane once another has ended', async () => {
      const [first = aJob(), second = aJob()] = await held(2);
      expect(await ledger.admit(of(), { concurrentJobs: 1 }, NOW)).toMatchObject({ kind: 'admitted', jobs: 1 });
      expect([await isHeld('acme', first.id), await isHeld('acme', second.id)]).toEqual([false, true]);
      expect(await ledger.admit(of(), { concurrentJobs: 1 }, NOW)).toEqual({ kind: 'full' });
      await ledger.complete(await claimed(ledger, refOf(first)), [], NOW);
      const outcome = await ledger.admit(of(), { concurrentJobs: 1 }, NOW + 1);
      expect(outcome).toMatchObject({ kind: 'admitted', tasks: [{ job: second.id, emitSeq: 1 }] });
      expect((await ledger.findDueEmits(NOW + 1, 1_000)).map(({ job }) => job)).toContain(second.id);
    });

    it('is admitted by one server of those that try at once', async () => {
      await held(4);
      const tries = Array.from({ length: 4 }, () => ledger.admit(of(), { concurrentJobs: 2 }, NOW));
      const admitted = (await Promise.all(tries)).map((outcome) => (outcome.kind === 'admitted' ? outcome.jobs : 0));
      expect(admitted.reduce((sum, jobs) => sum + jobs, 0)).toBe(2);
    });

    it('waits for the next day once the day’s number is used up', async () => {
      await held(2, { deadlineAt: NOW + 2 * DAY });
      expect(await ledger.admit(of(), { jobsPerDay: 1 }, NOW)).toMatchObject({ kind: 'admitted', jobs: 1 });
      const full = await ledger.admit(of(), { jobsPerDay: 1 }, NOW);
      expect(full).toEqual({ kind: 'full', until: (Math.floor(NOW / DAY) + 1) * DAY });
      expect(await ledger.admit(of(), { jobsPerDay: 1 }, NOW + DAY)).toMatchObject({ kind: 'admitted', jobs: 1 });
    });

    it('is not admitted before its notBefore', async () => {
      const [job = aJob()] = await held(1, { notBefore: NOW + MINUTE });
      expect(await ledger.admit(of(), { concurrentJobs: 1 }, NOW)).toEqual({ kind: 'nothing-held' });
      expect(await ledger.admit(of(), { concurrentJobs: 1 }, NOW + MINUTE)).toMatchObject({ tasks: [{ job: job.id }] });
    });

    it('has all of its segments admitted at once, and its assembly later', async () => {
      const [job = aJob()] = await held(1, { segments: 3 });
      expect(await ledger.admit(of(), { concurrentJobs: 1 }, NOW)).toMatchObject({
        tasks: [{ n: 0 }, { n: 1 }, { n: 2 }],
      });
      const states = (await ledger.listTasks(job.id)).map(({ state }) => state);
      expect(states).toEqual(['pending', 'pending', 'pending', 'blocked']);
    });

    it('stands in line by the instant at which it may start', async () => {
      const [first = aJob(), second = aJob()] = await held(2);
      const later = await submitted(ledger, { quota, notBefore: NOW + MINUTE });
      const early = [first.id, second.id].sort();
      expect(await ledger.findHeldJobs(of(), 10)).toEqual([...early, later.id]);
      expect(await ledger.findHeldJobs(of(), 1)).toEqual(early.slice(0, 1));
      expect(await ledger.findHeldJobs({ ...of(), tenant: 'other' }, 10)).toEqual([]);
    });

    it('ends by cancel or by its deadline, and is held no more', async () => {
      const [canceled = aJob(), late = aJob()] = await held(2);
      await ledger.cancel(idOf(canceled), NOW);
      const at = NOW + 61 * MINUTE;
      expect(await ledger.findOverdue(at, 1_000)).toContainEqual({ ...idOf(late), n: 0 });
      expect(await ledger.expire(idOf(late), at)).toEqual({ kind: 'expired' });
      for (const job of [canceled, late]) {
        await ledger.voidTasks(idOf(job), at);
        expect(await isHeld('acme', job.id)).toBe(false);
      }
      expect(await ledger.findHeldQuotas(100)).not.toContainEqual(of());
    });
  });
}
