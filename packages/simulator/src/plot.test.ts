import { describe, expect, it } from '@jest/globals';
import { toFarm } from './farm.ts';
import { plotPolicies, plotRun } from './plot.ts';
import { simulateFully } from './simulate.ts';
import { summarize } from './summary.ts';
import { anArrival, aPolicy, exactFarm, onePerTask } from './testing.ts';

const trace = Array.from({ length: 20 }, (_, n) => anArrival(n * 100, 60));
const { history, report } = simulateFully({ trace, policy: aPolicy(onePerTask), farm: exactFarm });

describe('a plot', () => {
  it('of one run shows machines, queue, waits and the objective over time', async () => {
    const svg = await plotRun('one per task', history, toFarm());
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
    for (const text of [
      'one per task',
      'machines',
      'booting',
      'busy',
      'tasks waiting',
      'wait, seconds',
      'hours since the start',
    ])
      expect(svg).toContain(text);
  });

  it('of several policies names each of them', async () => {
    const summaries = ['reelyard', 'other'].map((policy) => summarize([{ ...report, policy }]));
    const svg = await plotPolicies('cost', summaries);
    for (const text of ['reelyard', 'other', 'instance hours', 'started within the objective, %'])
      expect(svg).toContain(text);
  });

  it('is the same picture each time', async () => {
    expect(await plotRun('a', history, toFarm())).toBe(await plotRun('a', history, toFarm()));
  });
});
