import { describe, expect, it } from '@jest/globals';
import { dev, toScalePool } from '@reelyard/environments';
import { readConfig } from './config.ts';
import { toPolicy } from './farm.ts';

const pool = {
  name: 'on-demand',
  group: 'g',
  purchase: 'on-demand',
  min: 0,
  max: 3,
  bootSeconds: 60,
  idleSeconds: 300,
};
const env = (pools: unknown) => ({
  LEDGER_TABLE: 'ledger',
  POOLS: JSON.stringify(pools),
  BOOTSTRAP_DOCUMENT: 'Bootstrap',
  PROBE_DOCUMENT: 'Probe',
  AGENT_PARAMETER: '/a',
  ENGINE_PARAMETER: '/e',
  ENGINE_BUCKET: 'b',
});

describe('the scaler configuration', () => {
  it('takes another pool as one more entry', () => {
    const policy = toPolicy(
      readConfig(env([pool, { ...pool, name: 'transcode', engines: ['ffmpeg'], hourlyCost: 0.2 }])),
    );
    expect(policy.pools.map(({ name }) => name)).toEqual(['on-demand', 'transcode']);
    expect(policy.startWithinSeconds).toEqual({ express: 30, standard: 300, bulk: 3_600 });
  });

  it.each([
    ['no pool', [], /at least one pool/],
    ['a bad size', [{ ...pool, min: 4 }], /on-demand: 0 ≤ min ≤ max/],
    ['a bad purchase', [{ ...pool, purchase: 'gift' }], /purchase/],
    ['two of one name', [pool, pool], /two pools of one name/],
  ])('refuses %s, in words', (_, pools, message) => {
    expect(() => readConfig(env(pools))).toThrow(message);
  });

  it('reads the pools of the development environment as they are', () => {
    const pools = dev.pools.map((each) => toScalePool(each, `reelyard-dev-${each.name}`));
    expect(readConfig(env(pools)).pools).toMatchObject([
      { name: 'on-demand', group: 'reelyard-dev-on-demand', min: 0, max: 3 },
    ]);
  });

  it('names every missing variable at once', () => {
    expect(() => readConfig({})).toThrow(/LEDGER_TABLE[^]*POOLS[^]*ENGINE_BUCKET/);
  });
});
