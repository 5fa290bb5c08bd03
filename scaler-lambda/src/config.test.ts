import { describe, expect, it } from '@jest/globals';
import { dev, prod, scaleVariables } from '@reelyard/environments';
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
    const pools = JSON.parse(scaleVariables(dev, (each) => `reelyard-dev-${each}`).POOLS) as unknown;
    expect(readConfig(env(pools)).pools).toMatchObject([
      { name: 'on-demand', group: 'reelyard-dev-on-demand', min: 0, max: 3 },
    ]);
  });

  it('reads warm parts, places and caps of production as they are', () => {
    const variables = { ...env([]), ...scaleVariables(prod, (each) => each), SEATS: '[{"engine":"pro","seats":2}]' };
    const policy = toPolicy(readConfig(variables));
    expect(policy.pools[0]).toMatchObject({ warm: { size: 6, bootSeconds: 45 }, places: { types: ['c7i.4xlarge'] } });
    expect(policy).toMatchObject({ spend: prod.spend, seats: [{ engine: 'pro', seats: 2 }] });
  });

  it.each([
    ['warm', [{ ...pool, warm: { size: 2 } }], /on-demand: warm has a size and bootSeconds/],
    ['places', [{ ...pool, places: { types: [], zones: ['a'] } }], /on-demand: places have types and zones/],
    ['prices', [{ ...pool, hourlyCost: -1 }], /on-demand: hourlyCost and hazardPerHour/],
  ])('refuses bad %s, in words', (_, pools, message) => {
    expect(() => readConfig(env(pools))).toThrow(message);
  });

  it('refuses seats and money that are none', () => {
    expect(() => readConfig({ ...env([pool]), SEATS: '[{"engine":"pro"}]' })).toThrow(/SEATS.*whole number/);
    expect(() => readConfig({ ...env([pool]), SPEND: '{"perDay":"ten"}' })).toThrow(/SPEND.*dollars/);
    expect(() => readConfig({ ...env([pool]), SCALER_DRY_RUN: 'maybe' })).toThrow(/SCALER_DRY_RUN/);
  });

  it('refuses a lease too short for a single tick, instead of being fenced off for ever', () => {
    expect(() => readConfig({ ...env([pool]), SCALER_LEASE_MS: '3000' })).toThrow(/SCALER_LEASE_MS/);
    expect(readConfig({ ...env([pool]), SCALER_LEASE_MS: '8000' }).scalerLeaseMs).toBe(8_000);
  });

  it('names every missing variable at once', () => {
    expect(() => readConfig({})).toThrow(/LEDGER_TABLE[^]*POOLS[^]*ENGINE_BUCKET/);
  });
});
