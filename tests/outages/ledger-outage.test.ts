import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LedgerOutageFigures, runLedgerOutageBench } from '../bench/ledger-outage.ts';

/** A few times faster than the defaults, so that the outage is longer than a lease. `npm run bench -- ledger-outage` takes five minutes with those of production. */
const overrides = { HEARTBEAT_MS: '2500', LEASE_MS: '20000', REAPER_MS: '3000', SWEEPER_MS: '3000' };

describe('a farm whose ledger refuses four calls of five, for longer than a lease', () => {
  let figures: LedgerOutageFigures;
  beforeAll(async () => {
    const size = { seconds: 24, renders: 2, spare: 1, submitsPerSecond: 1, looksPerSecond: 3 };
    figures = await runLedgerOutageBench({ ...size, overrides, say: () => undefined });
  }, 240_000);

  it('tells clients what they asked for, or when to come again, and nothing else', () => {
    expect(figures.strange).toEqual([]);
    expect(figures.answers['POST /v1/jobs']).toHaveProperty('503 retry-after');
    expect(figures.answers['GET /v1/jobs/{id}']).toHaveProperty('503 retry-after');
  });

  it('starts no render again that was under way', () => {
    expect(figures.renders).toEqual({ running: 2, restarted: 0, succeeded: 2 });
  });

  it('renders every job that it accepted, and breaks no promise of the protocol', () => {
    expect(figures.accepted).toBe(24);
    expect(figures.succeeded).toBe(24);
    expect(figures.invariants).toMatchObject({ ok: true, violations: [], missing: [] });
  });
});
