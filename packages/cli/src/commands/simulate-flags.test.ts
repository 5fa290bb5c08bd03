import { describe, expect, it } from '@jest/globals';
import { POLICIES } from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';
import { planRuns, type SimulateFlags } from './simulate-flags.ts';

const synthetic = { synthetic: 'sessions' };

describe('the options of simulate', () => {
  it('have defaults: the own law, one seed, the standard farm', () => {
    expect(planRuns(synthetic)).toEqual({
      source: { kind: 'synthetic', name: 'sessions' },
      seeds: [1],
      policies: ['reelyard'],
      farm: {},
      scoreFrom: 0,
      withBound: false,
    });
  });

  it('describe the farm in seconds', () => {
    const flags = { boot: '180', warm: '8', warmBoot: '40', objective: '120', max: '50', spotHazard: '0.2' };
    expect(planRuns({ ...synthetic, ...flags }).farm).toEqual({
      bootSeconds: 180,
      warm: 8,
      warmBootSeconds: 40,
      objectiveSeconds: 120,
      maxInstances: 50,
      spot: { hazardPerHour: 0.2 },
    });
  });

  it('count seeds from the first one on', () => {
    expect(planRuns({ ...synthetic, seed: '5', seeds: '3' }).seeds).toEqual([5, 6, 7]);
  });

  it('take policies as a list, several times, or all of them', () => {
    const of = (...policy: string[]) => planRuns({ ...synthetic, policy }).policies;
    expect(of('reelyard,step', 'one-per-job', 'step')).toEqual(['reelyard', 'step', 'one-per-job']);
    expect(of('all')).toEqual(Object.keys(POLICIES));
  });

  it.each<[string, SimulateFlags, string]>([
    ['nothing to simulate', {}, 'give --trace FILE.csv or --synthetic sessions, wave, heavy-tail'],
    ['two things to simulate', { trace: 'a.csv', ...synthetic }, 'give one of them'],
    ['an unknown generator', { synthetic: 'tsunami' }, '--synthetic tsunami: expected sessions, wave, heavy-tail'],
    ['an unknown policy', { ...synthetic, policy: ['magic'] }, '--policy magic: expected all, or reelyard'],
    ['days of a trace that has its own', { trace: 'a.csv', days: '3' }, '--days is for --synthetic'],
    ['a seed that is no number', { ...synthetic, seed: 'x' }, '--seed x: expected a number ≥ 0'],
    ['half a seed', { ...synthetic, seeds: '1.5' }, '--seeds 1.5: expected a whole number ≥ 1'],
    ['a boot of no time', { ...synthetic, boot: '0' }, '--boot 0: expected a number above 0'],
    ['a negative warm pool', { ...synthetic, warm: '-1' }, '--warm -1: expected a number ≥ 0'],
    ['a lag that is empty', { ...synthetic, lag: '' }, '--lag : expected a number ≥ 0'],
    ['nothing left to score', { ...synthetic, scoreFrom: '1' }, '--score-from 1: expected a share of the trace'],
    ['a plot of another kind', { ...synthetic, plot: 'day.png' }, '--plot day.png: expected a name that ends in .svg'],
    ['a policy file without a log', { ...synthetic, policyFile: 'p.json' }, '--policy-file goes with --replay'],
  ])('refuse %s, as wrong usage', (_what, flags, message) => {
    const plan = () => planRuns(flags);
    expect(plan).toThrow(message);
    expect(plan).toThrow(CommandError);
    expect(plan).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});
