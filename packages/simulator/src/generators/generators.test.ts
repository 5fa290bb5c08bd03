import { describe, expect, it } from '@jest/globals';
import { median, sampleCorrelation, standardDeviation } from 'simple-statistics';
import { GENERATOR_NAMES, GENERATORS } from './index.ts';
import { generateHeavyTail } from './heavy-tail.ts';
import { generateSessions } from './sessions.ts';
import { officeTide, tideAt } from './tide.ts';
import { generateWave } from './wave.ts';

describe.each(GENERATOR_NAMES)('the generator %s', (name) => {
  it('gives the same trace for a seed, and another for another', () => {
    expect(GENERATORS[name](7, 2)).toEqual(GENERATORS[name](7, 2));
    expect(GENERATORS[name](8, 2)).not.toEqual(GENERATORS[name](7, 2));
  });

  it('makes about 30,000 jobs a month, sorted, each with work to do', () => {
    const trace = GENERATORS[name](3);
    expect(trace.length).toBeGreaterThan(24_000);
    expect(trace.length).toBeLessThan(36_000);
    expect(trace.every(({ at }, n) => at >= (trace[n - 1]?.at ?? 0))).toBe(true);
    expect(trace.every(({ service, frames }) => service > 0 && frames >= 1)).toBe(true);
  });
});

describe('sessions', () => {
  it('are renders of 30 to 60 s in the middle', () => {
    const middle = median(generateSessions(1).map(({ service }) => service));
    expect(middle).toBeGreaterThan(30);
    expect(middle).toBeLessThan(60);
  });

  it('ask for everything at once where they are batches', () => {
    const trace = generateSessions(1, { days: 3, batchShare: 1 });
    expect(new Set(trace.map(({ at }) => at)).size).toBeLessThan(trace.length / 5);
  });
});

describe('the wave', () => {
  it('has its mean whatever its shape, its peak at its hour, and a quiet weekend', () => {
    const week = 7 * 86_400;
    const trace = generateWave(1, { days: 7, jobsPerDay: 5_000 });
    expect(trace.length / 7 / 5_000).toBeCloseTo(1, 1);
    const inHour = (hour: number) => trace.filter(({ at }) => Math.floor((at % 86_400) / 3_600) === hour).length;
    expect(inHour(15)).toBeGreaterThan(4 * inHour(3));
    const weekend = trace.filter(({ at }) => at >= 5 * 86_400).length;
    expect(weekend / (trace.length - weekend)).toBeCloseTo(1 / 5, 1);
    const steps = Array.from({ length: 7 * 24 }, (_, n) => tideAt(n * 3_600, officeTide));
    expect((steps.reduce((sum, each) => sum + each, 0) * 3_600) / week).toBeCloseTo(1);
  });
});

describe('the heavy tail', () => {
  it('has the spread and the explained share that it says', () => {
    const trace = generateHeavyTail(1, { serviceMax: Infinity, explained: 0.7 });
    const services = trace.map(({ service }) => Math.log(service));
    expect(standardDeviation(services)).toBeCloseTo(1.6, 1);
    const correlation = sampleCorrelation(
      services,
      trace.map(({ frames }) => Math.log(frames)),
    );
    expect(correlation ** 2).toBeCloseTo(0.7, 1);
  });
});
