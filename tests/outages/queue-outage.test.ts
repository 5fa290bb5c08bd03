import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODES, type QueueOutageFigures, runQueueOutageBench } from '../bench/queue-outage.ts';

/** Five times faster than the defaults. `npm run bench -- queue-outage` takes ten minutes, `--seconds 60` one, with the timers of production. */
const overrides = { QUEUE_WAIT_SECONDS: '2', INDEX_MS: '3000', REEMIT_MS: '9000', SWEEPER_MS: '3000' };

describe('a farm whose queues fail for 21 seconds: with errors, then refused, then silent', () => {
  let figures: QueueOutageFigures;
  beforeAll(async () => {
    const size = { seconds: 21, agents: 2, submitsPerSecond: 2, marginSeconds: 3 };
    figures = await runQueueOutageBench({ ...size, overrides, say: () => undefined });
  });

  it('accepts every job meanwhile', () => {
    expect(figures).toMatchObject({ submits: 54, failedSubmits: 0 });
  });

  it.each(MODES)('has idle agents find what was accepted while calls were %s within 30 s', (mode) => {
    expect(figures.waits[mode]?.jobs).toBeGreaterThan(0);
    expect(figures.waits[mode]?.p99Ms).toBeLessThanOrEqual(30_000);
  });

  it('renders each of them, and breaks no promise of the protocol', () => {
    expect(figures.found).toBeGreaterThan(0);
    expect(figures.notSucceeded).toBe(0);
    expect(figures.invariants).toMatchObject({ ok: true, violations: [], missing: [] });
  });
});
