import { describe, expect, it } from '@jest/globals';
import { type AgentView, CLAIM_AHEAD_MS, decideNext } from './decide-next.ts';

const aView = (change: Partial<AgentView> = {}): AgentView => ({
  directive: 'work',
  isStopping: false,
  isQuarantined: false,
  hasSpotNotice: false,
  waiting: 0,
  ...change,
});

describe('what an agent does next', () => {
  it('claims when it has nothing to do', () => {
    expect(decideNext(aView())).toEqual({ kind: 'claim' });
  });

  it('claims ahead only while the rest of the render is known and short', () => {
    const rendering = (expectedRestMs: number | undefined) => decideNext(aView({ rendering: { expectedRestMs } })).kind;
    expect(rendering(CLAIM_AHEAD_MS - 1)).toBe('claim-ahead');
    expect(rendering(CLAIM_AHEAD_MS)).toBe('rest');
    expect(rendering(undefined)).toBe('rest');
  });

  it('knows when time alone will let it claim ahead', () => {
    const next = decideNext(aView({ rendering: { expectedRestMs: 12_000 } }));
    expect(next).toMatchObject({ kind: 'rest', againInMs: 7_001 });
  });

  it('leaves doorbells to others for a while when no seat was free, unless it renders on one', () => {
    expect(decideNext(aView({ seatRestMs: 5_000 }))).toMatchObject({ kind: 'rest', againInMs: 5_000 });
    expect(decideNext(aView({ seatRestMs: 0 })).kind).toBe('claim');
    expect(decideNext(aView({ seatRestMs: 5_000, rendering: { expectedRestMs: 1 } })).kind).toBe('claim-ahead');
  });

  it('never holds more than one task that waits for the engine', () => {
    expect(decideNext(aView({ waiting: 1 })).kind).toBe('rest');
    expect(decideNext(aView({ waiting: 1, rendering: { expectedRestMs: 10 } })).kind).toBe('rest');
  });

  it.each<[string, Partial<AgentView>]>([
    ['parked', { directive: 'park' }],
    ['draining', { directive: 'drain' }],
    ['stopping', { isStopping: true }],
    ['reclaimed', { hasSpotNotice: true }],
    ['quarantined', { isQuarantined: true }],
  ])('claims nothing while it is %s, idle or not', (because, told) => {
    expect(decideNext(aView(told))).toMatchObject({ kind: 'rest', because: expect.stringContaining(because) });
    expect(decideNext(aView({ ...told, rendering: { expectedRestMs: 1 } })).kind).toBe('rest');
  });
});
