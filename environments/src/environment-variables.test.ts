import { describe, expect, it } from '@jest/globals';
import { dev } from './dev.ts';
import { type Environment } from './environment.ts';
import { environmentVariables, scaleVariables, toScalePool } from './environment-variables.ts';
import { prod } from './prod.ts';
import { rehearsal } from './rehearsal.ts';

describe('an environment', () => {
  it('tells services its timers and objectives as whole numbers', () => {
    const variables = environmentVariables(dev);
    expect(variables).toMatchObject({ TICK_MS: '5000', START_WITHIN_EXPRESS_MS: '10000', MAX_INSTANCES: '4' });
    for (const value of Object.values(variables)) expect(value).toMatch(/^[1-9]\d*$/);
  });

  it('names the group of each of its pools', () => {
    expect(JSON.parse(scaleVariables(dev, (pool) => `farm-${pool}`).POOLS)).toMatchObject([
      { name: 'on-demand', group: 'farm-on-demand', min: 0 },
    ]);
  });

  it('tells the scaler where each pool may get machines, and of its warm part how many and how soon', () => {
    const [onDemand, spot] = prod.pools.map((pool) => toScalePool(pool, 'g', ['us-east-1a']));
    expect(onDemand).toMatchObject({
      warm: { size: 6, bootSeconds: 45 },
      places: { types: ['c7i.4xlarge'], zones: ['us-east-1a'] },
    });
    expect(spot?.places?.types).toContain('m6a.4xlarge');
    expect(spot).not.toHaveProperty('warm');
  });

  it('lets the machines of its busiest hour be paid for', () => {
    for (const { spend, pools, maxInstances } of [dev, prod, rehearsal] as readonly Environment[]) {
      const dearest = pools.flatMap(({ max, hourlyCost }) => new Array<number>(max).fill(hourlyCost));
      const most = dearest.sort((a, b) => b - a).slice(0, maxInstances);
      expect(spend.perHour ?? Infinity).toBeGreaterThanOrEqual(most.reduce((sum, cost) => sum + cost, 0));
    }
  });

  it('fits its pools under the cap of the farm', () => {
    for (const { min, max } of dev.pools) expect(min).toBeLessThanOrEqual(Math.min(max, dev.maxInstances));
  });
});
