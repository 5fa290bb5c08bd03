import { describe, expect, it } from '@jest/globals';
import { type Instance } from '@reelyard/contracts';
import { breakerOf } from './breaker.ts';
import { aBoot, aMember, aPolicy, aPool, aRow, aSight, NOW, someTasks } from './builders.ts';
import { decideTick } from './decide-tick.ts';
import { type GroupView } from './snapshot.ts';

const pool = aPool();
const ago = (seconds: number): number => NOW - seconds * 1_000;
const nobody: GroupView[] = [{ pool: 'on-demand', desired: 0, members: [] }];

function boots(...ended: { ok: boolean; seconds: number }[]): Instance[] {
  return ended.map(({ ok, seconds }, n) => {
    const phase = ok ? 'continued' : 'abandoned';
    return aRow({
      id: `i-${n}`,
      state: 'gone',
      boot: aBoot({ phase, launchedAt: ago(seconds), result: { ok, code: ok ? 0 : 20 } }),
    });
  });
}

const failed = (...seconds: number[]): Instance[] => boots(...seconds.map((each) => ({ ok: false, seconds: each })));

describe('the circuit breaker', () => {
  it('opens with the third failure of the last five boots', () => {
    expect(breakerOf(pool, aSight({ groups: nobody, instances: failed(60, 50) }))).toBe('closed');
    expect(breakerOf(pool, aSight({ groups: nobody, instances: failed(60, 50, 40) }))).toBe('open');
  });

  it('lets one machine try five minutes after the last launch', () => {
    const instances = failed(420, 380, 301);
    expect(breakerOf(pool, aSight({ groups: nobody, instances }))).toBe('trial');
    const waiting = someTasks(20, { frames: 10_000, enqueuedAt: ago(1_000) });
    const plan = decideTick(aSight({ groups: nobody, instances, waiting }), aPolicy(), NOW);
    expect(plan).toMatchObject({
      decisions: [{ kind: 'grow', by: 1 }],
      unmet: { 'boot-failures': expect.any(Number) },
    });
  });

  it('waits for the machine that tries', () => {
    const groups = [{ pool: 'on-demand', desired: 1, members: [aMember('i-9', 'Pending:Wait')] }];
    expect(breakerOf(pool, aSight({ groups, instances: failed(420, 380, 301) }))).toBe('open');
    const asked = [{ pool: 'on-demand', desired: 1, members: [] }];
    expect(breakerOf(pool, aSight({ groups: asked, instances: failed(420, 380, 301) }))).toBe('open');
  });

  it('closes when the one that tried boots, and stays open for five minutes when it fails', () => {
    const before = [420, 380, 360].map((seconds) => ({ ok: false, seconds }));
    const tried = (ok: boolean) => aSight({ groups: nobody, instances: boots(...before, { ok, seconds: 30 }) });
    expect(breakerOf(pool, tried(true))).toBe('closed');
    expect(breakerOf(pool, tried(false))).toBe('open');
  });
});
