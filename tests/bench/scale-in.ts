/** A thousand real parks fired around real claims: none may find a task in the hands of an agent that has acknowledged. */
import { type Bench, type BenchReport, mustBe } from './bench.ts';
import { raceOnLoopback } from '../scale-in/loopback-race.ts';

const RACES = 1_000;

export const scaleInBench: Bench = {
  async run({ jobs = RACES, say }): Promise<BenchReport> {
    const startedAt = performance.now();
    const result = await raceOnLoopback({ seed: 1, races: jobs, say });
    const figures = { ...result, seconds: Math.round((performance.now() - startedAt) / 1_000) };
    const misses = [
      ...mustBe('killed', figures.killed, { atMost: 0 }),
      ...mustBe('unfinished', figures.unfinished, { atMost: 0 }),
    ];
    return { figures, misses };
  },
};
