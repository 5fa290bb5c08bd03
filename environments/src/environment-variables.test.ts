import { describe, expect, it } from '@jest/globals';
import { dev } from './dev.ts';
import { environmentVariables, toScalePool } from './environment-variables.ts';

describe('an environment', () => {
  it('tells services its timers and objectives as whole numbers', () => {
    const variables = environmentVariables(dev);
    expect(variables).toMatchObject({ TICK_MS: '5000', START_WITHIN_EXPRESS_MS: '10000', MAX_INSTANCES: '4' });
    for (const value of Object.values(variables)) expect(value).toMatch(/^[1-9]\d*$/);
  });

  it('names the group of each of its pools', () => {
    expect(dev.pools.map((pool) => toScalePool(pool, `farm-${pool.name}`))).toMatchObject([
      { name: 'on-demand', group: 'farm-on-demand', min: 0 },
    ]);
  });

  it('fits its pools under the cap of the farm', () => {
    for (const { min, max } of dev.pools) expect(min).toBeLessThanOrEqual(Math.min(max, dev.maxInstances));
  });
});
