import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { aJob, NOW, refOf } from '../conformance/builders.ts';
import { createLedger } from '../create-ledger.ts';
import { type HistoryLine } from '../history/line.ts';
import { recordHistory } from '../history/record-history.ts';
import { createRecorder } from '../history/recorder.ts';
import { type ItemStore } from '../item-store.ts';
import { createMemoryLedger, MemoryStore } from './index.ts';

/** The answer to the first write is lost after it took effect, and from then on the table takes no more requests. */
function thenThrottled(memory: MemoryStore): ItemStore {
  let isBusy = false;
  const unlessBusy = async <T>(call: () => Promise<T>): Promise<T> => {
    if (isBusy) throw new FarmError('ledger-throttled', 'too many requests');
    return call();
  };
  return {
    apply: async (changes) => {
      await unlessBusy(() => memory.apply(changes));
      isBusy = true;
      throw new FarmError('ledger-unavailable', 'the answer was lost');
    },
    applyEach: (changes) => unlessBusy(() => memory.applyEach(changes)),
    get: (keys) => unlessBusy(() => memory.get(keys)),
    query: (query) => unlessBusy(() => memory.query(query)),
    queryIndex: (query) => unlessBusy(() => memory.queryIndex(query)),
    countIndex: (query) => unlessBusy(() => memory.countIndex(query)),
    ping: () => memory.ping(),
  };
}

describe('a write whose answer was lost', () => {
  it('is not told as one that was never made, although the table throttles whoever asks again', async () => {
    const memory = new MemoryStore();
    const ledger = createMemoryLedger({ store: memory });
    const job = aJob();
    await ledger.submit(job, NOW);
    const claim = createLedger(thenThrottled(memory)).claim(refOf(job, 0), { owner: 'i-1/1', agentVersion: 1 }, NOW);
    await expect(claim).rejects.toMatchObject({ code: 'ledger-unavailable' });
    expect(await ledger.findTask(refOf(job, 0))).toMatchObject({ state: 'leased', epoch: 1 });
  });
});

/** The answer to the first write is lost after it took effect, and the rest of the farm moves on before the caller looks again. */
function thenMovedOn(memory: MemoryStore, moveOn: () => Promise<unknown>): ItemStore {
  let isFirst = true;
  return {
    apply: async (changes) => {
      const applied = await memory.apply(changes);
      if (!isFirst) return applied;
      isFirst = false;
      await moveOn();
      throw new FarmError('ledger-unavailable', 'the answer was lost');
    },
    applyEach: (changes) => memory.applyEach(changes),
    get: (keys) => memory.get(keys),
    query: (query) => memory.query(query),
    queryIndex: (query) => memory.queryIndex(query),
    countIndex: (query) => memory.countIndex(query),
    ping: () => memory.ping(),
  };
}

describe('a claim whose answer was lost and whose lease has gone since', () => {
  it('is told as of unknown outcome in the history, because it used up an epoch', async () => {
    const memory = new MemoryStore();
    const ledger = createMemoryLedger({ store: memory });
    const job = aJob();
    await ledger.submit(job, NOW);
    const stale = { ...refOf(job, 0), lane: job.lane, epoch: 1, owner: 'i-1/1', beat: 0 };
    const store = thenMovedOn(memory, () => ledger.reap(stale, NOW + 60_000));
    const lines: HistoryLine[] = [];
    const recorder = createRecorder('agent', (line) => lines.push(line));
    const claim = recordHistory(createLedger(store), recorder).claim;
    const outcome = await claim(refOf(job, 0), { owner: 'i-1/1', agentVersion: 1 }, NOW);
    expect(outcome).toEqual({ kind: 'refused', because: 'not-before' });
    expect(lines.map(({ phase }) => phase)).toEqual(['invoke', 'unknown']);
  });
});

/** The answer to the first write is lost after it took effect; its caller sees its own lease once, and is frozen before it looks again. */
function thenFrozen(memory: MemoryStore, meanwhile: () => Promise<unknown>): ItemStore {
  let reads = 0;
  const moved = thenMovedOn(memory, () => Promise.resolve());
  return {
    ...moved,
    get: async (keys) => {
      reads += 1;
      // First before the write, then after it.
      if (reads === 3) await meanwhile();
      return memory.get(keys);
    },
  };
}

describe('a claim whose answer was lost, of an agent that stood still while it asked again', () => {
  it('is never told the lease that another agent was given meanwhile', async () => {
    const memory = new MemoryStore();
    const ledger = createMemoryLedger({ store: memory });
    const job = aJob();
    await ledger.submit(job, NOW);
    const later = NOW + 120_000;
    const stale = { ...refOf(job, 0), lane: job.lane, epoch: 1, owner: 'i-1/1', beat: 0 };
    const store = thenFrozen(memory, async () => {
      await ledger.reap(stale, NOW + 60_000);
      expect(await ledger.claim(refOf(job, 0), { owner: 'i-2/1', agentVersion: 1 }, later)).toMatchObject({
        kind: 'claimed',
        lease: { epoch: 2, owner: 'i-2/1' },
      });
    });
    const outcome = await createLedger(store).claim(refOf(job, 0), { owner: 'i-1/1', agentVersion: 1 }, NOW);
    expect(outcome).toEqual({ kind: 'refused', because: 'not-waiting' });
  });
});

describe('a beat that was written', () => {
  it('holds the lease, although its job could not be asked for', async () => {
    const memory = new MemoryStore();
    const ledger = createMemoryLedger({ store: memory });
    const job = aJob();
    await ledger.submit(job, NOW);
    const claimed = await ledger.claim(refOf(job, 0), { owner: 'i-1/1', agentVersion: 1 }, NOW);
    if (claimed.kind !== 'claimed') throw new Error(claimed.because);
    const busy: ItemStore = Object.assign(Object.create(memory) as MemoryStore, {
      apply: memory.apply.bind(memory),
      get: () => Promise.reject(new FarmError('ledger-throttled', 'too many requests')),
    });
    const beat = createLedger(busy).heartbeat(claimed.lease, { beat: 3, phase: 'rendering' }, NOW);
    expect(await beat).toEqual({ kind: 'held', isJobUnread: true });
    expect(await ledger.findTask(refOf(job, 0))).toMatchObject({ beat: 3 });
  });
});
