import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { type Ledger } from '@reelyard/ledger';
import { readLedger } from './read-ledger.ts';

const prior = { overheadMs: 3_000, megapixelFrameMs: 15 };
const id = (n: number): string => `job_01K${String(n).padStart(23, '0')}`;

async function serve(ledger: Ledger, n: number, tenant: string, at: number, seconds?: number): Promise<void> {
  const features = { engine: 'reel', frames: 30, pixels: 1_000 };
  const job = { tenant, id: id(n), lane: 'express' as const, payload: { engine: 'reel', composition: {} } };
  const times = { notBefore: at, deadlineAt: at + 3_600_000, minAgentVersion: 1 };
  await ledger.submit({ ...job, ...times, tasks: [{ kind: 'render', features }] }, at);
  if (seconds === undefined) return;
  const claimed = await ledger.claim({ tenant, job: id(n), n: 0 }, { owner: 'i-1/1', agentVersion: 1 }, at + 2_000);
  if (claimed.kind !== 'claimed') throw new Error(claimed.because);
  await ledger.complete(claimed.lease, [], at + 2_000 + seconds * 1_000);
}

const read = (ledger: Ledger, tenants: string[], from = 0) =>
  readLedger(ledger, { environment: 'dev', tenants, from, prior, say: () => undefined });

describe('the past of a ledger', () => {
  it('has the jobs of the tenants that were asked for, from the first arrival on', async () => {
    const ledger = createMemoryLedger();
    await serve(ledger, 1, 'acme', 1_000_000, 7);
    await serve(ledger, 2, 'globex', 1_060_000, 9);
    await serve(ledger, 3, 'initech', 1_000_000, 1);
    const { source, trace } = await read(ledger, ['acme', 'globex']);
    expect(source).toBe('ledger of dev, tenants acme, globex');
    expect(trace.map(({ at, service, tenant, lane }) => ({ at, service, tenant, lane }))).toEqual([
      { at: 0, service: 7, tenant: 'acme', lane: 'express' },
      { at: 60, service: 9, tenant: 'globex', lane: 'express' },
    ]);
  });

  it('leaves out what was accepted before its horizon, and says what has not ended', async () => {
    const ledger = createMemoryLedger();
    await serve(ledger, 1, 'acme', 1_000, 7);
    await serve(ledger, 2, 'acme', 100_000, 9);
    await serve(ledger, 3, 'acme', 100_000);
    const { trace, remarks } = await read(ledger, ['acme'], 50_000);
    expect(trace.map(({ service }) => service)).toEqual([9]);
    expect(remarks).toEqual(['1 jobs have not ended or never started, and are left out']);
  });

  it('is read to its end when it is longer than a page', async () => {
    const ledger = createMemoryLedger();
    for (let n = 1; n <= 501; n += 1) await serve(ledger, n, 'acme', n * 1_000, 1);
    expect((await read(ledger, ['acme'])).trace).toHaveLength(501);
  });
});
