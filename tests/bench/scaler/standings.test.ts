import { describe, expect, it } from '@jest/globals';
import { type Report } from '@reelyard/simulator';
import { type Answer, type Score } from './assignment.ts';
import { rank } from './standings.ts';
import { printStandings } from './table.ts';

const aReport = (change: Partial<Report>): Report => ({
  ...{ policy: '', jobs: 100, unserved: 0, workHours: 1, instanceHours: 2, spotHours: 0, dollars: 10, attainment: 1 },
  ...{ waitSeconds: { mean: 1, p50: 1, p95: 2, p99: 3, max: 4 }, launches: 5, unusedLaunches: 1, killed: 0 },
  ...change,
});

const aScore = (policy: string, version: string, change: Partial<Report>): Score => ({
  ...{ policy, version, setting: {}, tuned: { attainment: 1, dollars: 1 }, report: aReport(change) },
  ratioToBound: (change.dollars ?? 10) / 8,
});

const anAnswer = (seed: number, scores: Score[], name = 'sessions'): Answer => ({
  ...{ name, seed, jobs: 100, scores, zeroWaitDollars: 9, workDollars: 7, seconds: 1 },
  bounds: { 8: { dollars: 8, instanceHours: 40, bins: 1, solveMs: 1 } },
});

const ours = (change: Partial<Report>) => aScore('reelyard', 'warm', change);
const textsOf = (answers: Answer[], name = 'sessions') =>
  rank(name, answers).verdicts.map(({ text, holds }) => `${holds}: ${text}`);

describe('the verdicts of the comparison', () => {
  it('compare with the cheapest baseline in time, not with a cheaper one that is late', () => {
    const scores = [
      ours({ dollars: 10, attainment: 0.995 }),
      aScore('keda-5', 'as used', { dollars: 5, attainment: 0.6 }),
      aScore('buildkite-fast', 'warm', { dollars: 20 }),
      aScore('step', 'warm', { dollars: 30 }),
    ];
    expect(textsOf([anAnswer(1, scores)])).toEqual([
      'true: attains 99.50 % of starts',
      'true: 50.0 % fewer dollars (50.0 % to 50.0 %) than the cheapest that attains 99.00 %: buildkite-fast (warm); the bound leaves at most 60.0 %; wanted 20.0 %',
      'true: 1.25 × the lower bound with the same pool; at most 1.35 wanted',
      'true: no baseline is better in both attainment and cost',
    ]);
  });

  it('say what is saved against what people run, too', () => {
    const scores = [
      ours({ dollars: 10 }),
      aScore('keda-5', 'as used', { dollars: 40 }),
      aScore('keda-5', 'warm', { dollars: 20 }),
    ];
    expect(textsOf([anAnswer(1, scores)])[2]).toContain('undefined: 75.0 % fewer dollars');
  });

  it('say it when a baseline is better in both, when too little is saved and when too many start late', () => {
    const scores = [ours({ dollars: 12, attainment: 0.98 }), aScore('step', 'warm', { dollars: 11 })];
    expect(textsOf([anAnswer(1, scores)]).map((text) => text.split(':')[0])).toEqual([
      'false',
      'false',
      'false',
      'false',
    ]);
  });

  it('pair dollars by seed, and say how sure they are', () => {
    const answers = [10, 12].map((dollars, index) =>
      anAnswer(index + 1, [ours({ dollars }), aScore('step', 'warm', { dollars: 2 * dollars })]),
    );
    const [, line] = rank('sessions', answers).lines;
    expect(line?.ours).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
    expect(line?.dollars).toBe(22);
  });

  it('have no limit on a trace that somebody brings, but for attainment and being beaten in both', () => {
    const scores = [ours({ dollars: 19 }), aScore('step', 'warm', { dollars: 20 })];
    const texts = textsOf([anAnswer(1, scores, 'mine.csv')], 'mine.csv');
    expect(texts.map((text) => text.split(':')[0])).toEqual(['true', 'undefined', 'undefined', 'true']);
  });

  it('are printed under a table whose first line is the cheapest in time', () => {
    const scores = [ours({ dollars: 10 }), aScore('step', 'warm', { dollars: 20, attainment: 0.5 })];
    const text = printStandings(rank('sessions', [anAnswer(1, scores)]));
    expect(text.split('\n')[2]).toMatch(/^reelyard\s+warm\s+10\.00\s+1\.25\s+100\.00/);
    expect(text).toContain(
      'lower bound, dollars: 8 stopped 8.00; never to wait, knowing the future: 9.00; service alone: 7.00',
    );
  });
});
