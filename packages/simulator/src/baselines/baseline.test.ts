import { describe, expect, it } from '@jest/globals';
import { simulateFully } from '../simulate.ts';
import { commonArrival } from '../trace.ts';
import { BASELINES, getBaseline, SIGHTS } from './index.ts';

describe('every baseline', () => {
  it('has its published setting among those that tuning may choose, first', () => {
    for (const { name, published, settingsFor, sources } of BASELINES) {
      expect([name, settingsFor('real')[0]?.parameters]).toEqual([name, published]);
      expect(sources.every((source) => source.startsWith('https://'))).toBe(true);
    }
  });

  it('offers each setting once', () => {
    for (const { settingsFor } of BASELINES) {
      const texts = settingsFor('real').map(({ parameters }) => JSON.stringify(parameters));
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('serves a batch to its end, with the metrics that it has and with exact ones', () => {
    const trace = Array.from({ length: 30 }, (_, n) => ({ ...commonArrival, at: n, service: 40 }));
    for (const { name, settingsFor } of BASELINES.filter((each) => each.name !== 'target-tracking'))
      for (const sight of SIGHTS) {
        const policy = settingsFor(sight)[0]?.create ?? 'reelyard';
        const { report } = simulateFully({ trace, policy });
        expect([name, sight, report.unserved]).toEqual([name, sight, 0]);
      }
  });

  it('starts from nothing in each run', () => {
    const [setting] = getBaseline('buildkite-fast').settingsFor('exact');
    const trace = [{ ...commonArrival, at: 5, service: 40 }];
    const run = () => simulateFully({ trace, policy: setting?.create ?? 'reelyard' }).report;
    expect(run()).toEqual(run());
  });

  it('is found by its name, and a wrong name says which there are', () => {
    expect(getBaseline('keda-5').name).toBe('keda-5');
    expect(() => getBaseline('kedar')).toThrow('no baseline is called kedar; there are keda-1, keda-2');
  });
});
