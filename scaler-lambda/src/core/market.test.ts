import { describe, expect, it } from '@jest/globals';
import { aMember, aPolicy, aPool, aSight } from './builders.ts';
import { Caps } from './caps.ts';
import { Market } from './market.ts';
import { type ScalePolicy } from './policy.ts';

const spot = (hazardPerHour: number) => aPool({ name: 'spot', purchase: 'spot', hourlyCost: 0.9, hazardPerHour });
const groups = [
  { pool: 'on-demand', desired: 0, members: [aMember('i-1', 'Warmed:Stopped'), aMember('i-2', 'Warmed:Stopped')] },
  { pool: 'spot', desired: 0, members: [] },
];
const marketOf = (policy: ScalePolicy): Market => {
  const sight = aSight({ groups });
  return new Market(sight, policy, new Caps(policy, sight));
};
const first = (market: Market, seconds: number) => market.offersFor(seconds)[0];

describe('the market', () => {
  const warm = aPool({ max: 3, warm: { size: 2, bootSeconds: 10 } });

  it('sells warm machines first, as many as stand there, and cold ones after them', () => {
    const market = marketOf(aPolicy({ pools: [warm] }));
    const offer = first(market, 10);
    // 10 s of start and 10 s of ending at a dollar an hour.
    expect(offer).toMatchObject({ isWarm: true, left: 2, bootMs: 10_000, cost: 20 / 3_600 });
    if (offer) market.buy(offer, 2);
    expect(first(market, 10)).toMatchObject({ isWarm: false, left: Infinity, bootMs: 60_000, cost: 70 / 3_600 });
  });

  it('sells nothing past a cap, and says which', () => {
    const market = marketOf(aPolicy({ pools: [warm] }));
    const cold = { pool: warm, isWarm: false, bootMs: 60_000, cost: 1, left: Infinity };
    expect(market.buy(cold, 5)).toEqual({ bought: 3, reason: 'pool-max' });
  });

  it('weighs the rerun after an interruption against the discount of spot', () => {
    const name = (hazard: number, seconds: number) =>
      first(marketOf(aPolicy({ pools: [aPool(), spot(hazard)] })), seconds)?.pool.name;
    expect(name(0, 3_600)).toBe('spot');
    // One interruption an hour: 63 % of tasks of an hour lose half of it.
    expect(name(1, 3_600)).toBe('on-demand');
    expect(name(1, 60)).toBe('spot');
  });
});
