import { describe, expect, it } from '@jest/globals';
import { aPool, NOW } from './builders.ts';
import { cool, isCooled } from './cooling.ts';
import { type LaunchFailure } from './snapshot.ts';

const MINUTE = 60_000;
const pool = aPool({ places: { types: ['c7i.xlarge'], zones: ['us-east-1a', 'us-east-1b'] } });
const refusal = (change: Partial<LaunchFailure> = {}): LaunchFailure => ({
  pool: 'on-demand',
  at: NOW,
  kind: 'insufficient-capacity',
  type: 'c7i.xlarge',
  zone: 'us-east-1a',
  message: 'We currently do not have sufficient c7i.xlarge capacity',
  ...change,
});

describe('a place without capacity', () => {
  it('cools for ten minutes, and the pool grows elsewhere meanwhile', () => {
    const cooling = cool([], [refusal()], NOW);
    expect(cooling).toMatchObject([{ zone: 'us-east-1a', until: NOW + 10 * MINUTE, failures: 1 }]);
    expect(isCooled(pool, cooling, NOW)).toBeUndefined();
  });

  it('is all there is to say once every place of the pool has none', () => {
    const cooling = cool([], [refusal(), refusal({ zone: 'us-east-1b' })], NOW);
    expect(isCooled(pool, cooling, NOW)).toBe('no-capacity');
    expect(isCooled(pool, cooling, NOW + 10 * MINUTE)).toBeUndefined();
    expect(isCooled(aPool({ name: 'spot' }), cooling, NOW)).toBeUndefined();
  });

  it('cools twice as long each time in a row, up to eighty minutes, and is told once while it cools', () => {
    let now = NOW;
    let cooling = cool([], [refusal(), refusal({ at: NOW + 1 })], now);
    const lengths = [1, 2, 3, 4, 5].map(() => {
      const length = ((cooling[0]?.until ?? 0) - now) / MINUTE;
      expect(cool(cooling, [refusal()], now + 1)).toEqual(cooling);
      now = cooling[0]?.until ?? 0;
      cooling = cool(cooling, [refusal()], now);
      return length;
    });
    expect(lengths).toEqual([10, 20, 40, 80, 80]);
  });

  it('is forgiven when a machine comes from there', () => {
    const cooling = cool([], [refusal()], NOW);
    const machine = { pool: 'on-demand', type: 'c7i.xlarge', zone: 'us-east-1a' };
    expect(cool(cooling, [], NOW + MINUTE, [{ ...machine, at: NOW + 1 }])).toEqual([]);
    expect(cool(cooling, [], NOW + MINUTE, [{ ...machine, at: NOW - 1 }])).toEqual(cooling);
    expect(cool(cooling, [], NOW + MINUTE, [{ ...machine, zone: 'us-east-1b', at: NOW + 1 }])).toEqual(cooling);
  });

  it('is forgotten when it was not asked for long enough', () => {
    expect(cool(cool([], [refusal()], NOW), [], NOW + 91 * MINUTE)).toEqual([]);
  });
});

describe('other failures to launch', () => {
  it('stop the whole pool where a quota is used up', () => {
    const cooling = cool([], [refusal({ kind: 'quota', message: 'VcpuLimitExceeded' })], NOW);
    expect(isCooled(pool, cooling, NOW)).toBe('quota');
  });

  it('cool nothing where the cause is not known', () => {
    expect(cool([], [refusal({ kind: 'other' })], NOW)).toEqual([]);
  });

  it('speak of every type of a zone when they name none', () => {
    const nameless = {
      pool: 'on-demand',
      at: NOW,
      kind: 'insufficient-capacity' as const,
      message: 'no Spot capacity',
    };
    const ofZone = (zone: string): LaunchFailure => ({ ...nameless, zone });
    expect(isCooled(pool, cool([], [ofZone('us-east-1a')], NOW), NOW)).toBeUndefined();
    expect(isCooled(pool, cool([], [ofZone('us-east-1a'), ofZone('us-east-1b')], NOW), NOW)).toBe('no-capacity');
  });
});
