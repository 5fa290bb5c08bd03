import { describe, expect, it } from '@jest/globals';
import { billRun } from './bill.ts';
import { type FarmOptions, toFarm } from './farm.ts';
import { type History } from './kernel/kernel.ts';
import { type Machine } from './kernel/machine.ts';

const aMachine = (launchedAt: number, endedAt: number, change: Partial<Machine> = {}): Machine => ({
  id: 'i-1',
  pool: 'on-demand',
  purchase: 'on-demand',
  place: { type: 'c7i.xlarge', zone: 'a' },
  origin: 'cold',
  hasSlot: false,
  state: 'ended',
  launchedAt,
  endedAt,
  isReceiving: true,
  isDoomed: false,
  runs: 1,
  ...change,
});

const bill = (change: Partial<History>, farm: FarmOptions = {}, scoreFrom = 0) =>
  billRun(
    { tasks: [], machines: [], refills: [], endedAt: 7_200, ...change },
    toFarm({ hourlyDollars: 1, ...farm }),
    scoreFrom,
  );

describe('the bill', () => {
  it('counts seconds from launch to end, boots included', () => {
    expect(bill({ machines: [aMachine(0, 1_800), aMachine(100, 1_900)] })).toEqual({
      instanceHours: 1,
      spotHours: 0,
      dollars: 1,
      warmDollars: 0,
    });
  });

  it('bills a minute at least', () => {
    expect(bill({ machines: [aMachine(0, 5)] }).instanceHours * 3_600).toBeCloseTo(60);
  });

  it('bills spot at its own price', () => {
    const spot = aMachine(0, 3_600, { purchase: 'spot' });
    expect(bill({ machines: [spot] }, { spot: { priceFactor: 0.35 } })).toMatchObject({ spotHours: 1, dollars: 0.35 });
  });

  it('bills the volumes of stopped machines for the whole run', () => {
    expect(bill({}, { warm: 4 })).toMatchObject({
      instanceHours: 0,
      dollars: 4 * 2 * 0.011,
      warmDollars: 4 * 2 * 0.011,
    });
  });

  it('bills the boot of a machine that only fills the shelf', () => {
    expect(bill({ refills: [{ from: 0, to: 240 }] }).instanceHours * 3_600).toBeCloseTo(240);
  });

  it('leaves out what was before the scored part', () => {
    expect(bill({ machines: [aMachine(0, 3_600), aMachine(0, 1_000)] }, {}, 1_800).instanceHours).toBe(0.5);
  });
});
