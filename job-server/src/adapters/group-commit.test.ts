import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { type Change, type ItemStore, type NewJob, createLedger } from '@reelyard/ledger';
import { MemoryStore } from '@reelyard/ledger/memory';
import { groupCommit } from './group-commit.ts';

const now = 1_750_000_000_000;

const aJob = (n: number, key?: string): NewJob => ({
  ...{ tenant: 'acme', id: `job_${n}`, lane: 'standard', payload: { engine: 'scripted', project: { n } } },
  tasks: [{ kind: 'render', features: { engine: 'scripted', frames: 1, pixels: 1 } }],
  ...{ notBefore: now, deadlineAt: now + 1_000, minAgentVersion: 1 },
  ...(key === undefined
    ? {}
    : {
        idempotency: {
          ...{ key, route: 'r', fingerprint: 'f', expiresAt: now + 1_000 },
          reply: { status: 202, body: `body of ${n}`, location: '/' },
        },
      }),
});

/** A store that counts its transactions and may fail the first of them. */
function watched(fault?: FarmError): { store: ItemStore; calls: number[] } {
  const memory = new MemoryStore();
  const calls: number[] = [];
  const store: ItemStore = {
    apply: (changes: readonly Change[]) => {
      calls.push(changes.length);
      return fault !== undefined && calls.length === 1 ? Promise.reject(fault) : memory.apply(changes);
    },
    applyEach: (changes) => memory.applyEach(changes),
    get: (keys) => memory.get(keys),
    query: (query) => memory.query(query),
    queryIndex: (query) => memory.queryIndex(query),
    countIndex: (query) => memory.countIndex(query),
    ping: () => memory.ping(),
  };
  return { store, calls };
}

const submitAll = (store: ItemStore, jobs: readonly NewJob[]) => {
  const ledger = createLedger(groupCommit(store));
  return Promise.all(jobs.map((job) => ledger.submit(job, now)));
};
const jobs = (count: number): NewJob[] => Array.from({ length: count }, (_, n) => aJob(n));

describe('group commit', () => {
  it('writes jobs that come together in few transactions, none above the limits', async () => {
    const { store, calls } = watched();
    const outcomes = await submitAll(store, jobs(40));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(calls.length).toBeLessThanOrEqual(5);
    expect(Math.max(...calls)).toBeLessThanOrEqual(100);
    expect(await createLedger(store).listTasks('job_39')).toHaveLength(1);
  });

  it('lets no member suffer from the refusal of another', async () => {
    const { store } = watched();
    await submitAll(store, [aJob(99, 'k')]);
    const outcomes = await submitAll(store, [...jobs(5), aJob(6, 'k'), aJob(7)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([...Array<string>(5).fill('accepted'), 'replayed', 'accepted']);
  });

  it('gives one reply to one key however many members carry it', async () => {
    const { store } = watched();
    const outcomes = await submitAll(
      store,
      Array.from({ length: 20 }, (_, n) => aJob(n, 'same')),
    );
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(19);
  });

  it('writes a group again after a lost call, and each job once', async () => {
    const { store } = watched(new FarmError('ledger-unavailable', 'lost'));
    const outcomes = await submitAll(store, jobs(10));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    const { items } = await createLedger(store).listJobs({ tenant: 'acme', limit: 100 });
    expect(items).toHaveLength(10);
  });

  it('does not turn one throttled call into ten', async () => {
    const { store, calls } = watched(new FarmError('ledger-throttled', 'slow down'));
    await expect(submitAll(store, jobs(10))).rejects.toThrow('slow down');
    expect(calls).toHaveLength(1);
  });

  it('isolates a member that the table cannot take', async () => {
    const { store, calls } = watched(new FarmError('internal', 'too large'));
    const outcomes = await submitAll(store, jobs(3));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(calls).toHaveLength(4);
  });
});
