import { describe, expect, it } from '@jest/globals';
import { dev, prod } from '@reelyard/environments';
import { axesAround, gridOf, isSame, standingOf } from './settings.ts';

describe('where an environment stands today', () => {
  it('is read from its pools and lanes', () => {
    expect(standingOf(prod).today).toEqual({ bootSeconds: 120, warm: 6, objectiveSeconds: 300, spotShare: 0.89 });
    expect(standingOf(dev).today).toEqual({ bootSeconds: 5, warm: 0, objectiveSeconds: 20, spotShare: 0 });
  });

  it('keeps what is not turned: prices, hazard, the start of a stopped machine', () => {
    expect(standingOf(prod).ground).toMatchObject({
      hourlyDollars: 0.714,
      spotHazardPerHour: 0.02,
      warmBootSeconds: 45,
    });
    expect(standingOf(prod).ground.spotPriceFactor).toBeCloseTo(0.392, 3);
  });

  it('takes the boot that was measured before the one that is stated', () => {
    expect(standingOf(prod, 97).today.bootSeconds).toBe(97);
  });
});

describe('what is tried', () => {
  const { today } = standingOf(prod);

  it('is every combination, today’s once', () => {
    const grid = gridOf({ bootSeconds: [60, 120], warm: [6, 0, 6], objectiveSeconds: [300], spotShare: [0.89] }, today);
    expect(grid).toHaveLength(4);
    expect(grid.filter((point) => isSame(point, today))).toHaveLength(1);
  });

  it('has today’s settings even when nobody asked for them: the others are read against it', () => {
    const grid = gridOf({ bootSeconds: [60], warm: [0], objectiveSeconds: [300], spotShare: [0] }, today);
    expect(grid).toEqual([today, { bootSeconds: 60, warm: 0, objectiveSeconds: 300, spotShare: 0 }]);
  });

  it('is around today when nobody says', () => {
    expect(gridOf(axesAround(today), today)).toHaveLength(8);
    expect(axesAround(standingOf(dev).today)).toMatchObject({ warm: [0, 2, 4, 8], spotShare: [0, 0.8] });
  });
});
