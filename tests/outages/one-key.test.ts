import { beforeAll, describe, expect, it } from '@jest/globals';
import { type OneKeyFigures, runOneKeyBench } from '../bench/one-key.ts';

/** `npm run bench -- one-key` sends a thousand. */
describe('200 clients that send one request under one key at once, while the job server is killed three times', () => {
  let figures: OneKeyFigures;
  beforeAll(async () => {
    figures = await runOneKeyBench({ clients: 200, kills: 3, say: () => undefined });
  });

  it('are cut off by each kill', () => {
    expect(figures.brokenByKill).toHaveLength(3);
    for (const broken of figures.brokenByKill) expect(broken).toBeGreaterThan(0);
  });

  it('are all accepted in the end, with the same bytes', () => {
    expect(figures).toMatchObject({ accepted: 200, differentReplies: 1 });
    expect(Object.keys(figures.answers).every((status) => ['0', '202', '503'].includes(status))).toBe(true);
  });

  it('have made one job of one task, and broken no promise of the protocol', () => {
    expect(figures).toMatchObject({ jobs: 1, tasks: 1 });
    expect(figures.invariants).toMatchObject({ ok: true, violations: [], missing: [] });
  });
});
