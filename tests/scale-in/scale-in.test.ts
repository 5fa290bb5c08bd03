import { describe, expect, it } from '@jest/globals';
import { race, type RaceResult, STEPS } from './race.ts';
import { careless } from './sim-agent.ts';

/** SCALE_INS=10000 is the promise as it is published; a tenth of it finds a broken acknowledgment many times over. */
const ENOUGH = Number(process.env['SCALE_INS'] ?? 1_000);
const MACHINES = 12;

const all = (results: readonly RaceResult[], of: (result: RaceResult) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);

describe('a machine that is scaled in', () => {
  it('is never taken from a render, though a claim races every step of each scale-in', async () => {
    const results: RaceResult[] = [];
    for (let seed = 1; all(results, ({ scaleIns }) => scaleIns) < ENOUGH; seed += 1) {
      const result = await race({ seed, machines: MACHINES });
      expect({ seed, killed: result.killed, unfinished: result.unfinished }).toEqual({
        seed,
        killed: 0,
        unfinished: 0,
      });
      results.push(result);
    }
    const scaleIns = all(results, (result) => result.scaleIns);
    for (const step of STEPS) {
      const raced = all(results, (result) => Object.values(result.raced[step]).reduce((sum, n) => sum + n, 0));
      expect({ step, isRacedByEach: raced >= scaleIns }).toEqual({ step, isRacedByEach: true });
    }
    // A claim that comes before the agent has seen the park is made, and the machine stays.
    expect(all(results, ({ raced }) => raced['park written'].claimed)).toBeGreaterThan(scaleIns / 20);
    for (const step of STEPS.slice(3)) expect(all(results, ({ raced }) => raced[step].claimed)).toBe(0);
  }, 600_000);

  it('would be, if agents acknowledged without a look at their hands', async () => {
    let [killed, scaleIns] = [0, 0];
    for (let seed = 1; seed <= 40; seed += 1) {
      const result = await race({ seed, machines: MACHINES, answer: careless });
      killed += result.killed;
      scaleIns += result.scaleIns;
    }
    expect(scaleIns).toBeGreaterThan(400);
    expect(killed).toBeGreaterThan(10);
  });

  it('goes the same way each time for the same seed', async () => {
    const [once, again] = [await race({ seed: 7, machines: MACHINES }), await race({ seed: 7, machines: MACHINES })];
    expect(again).toEqual(once);
  });
});
