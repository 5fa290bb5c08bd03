import { describe, expect, it } from '@jest/globals';
import { anAgent, aPolicy, aRow, aSight, aTask, NOW, someTasks } from './builders.ts';
import { noArrivals } from './arrivals.ts';
import { decideTick } from './decide-tick.ts';
import { learn } from './learn.ts';
import { emptyMemory, type Memory, type Sight } from './snapshot.ts';

const policy = aPolicy();
const inside = (count: number): Memory => ({
  ...emptyMemory,
  arrivals: { ...noArrivals, at: NOW - 10_000, inside: count, serviceSeconds: 10, withinSeconds: 30 },
});

describe('arrivals', () => {
  it('are counted by what must have come, also what came and started between two ticks', () => {
    const served = [{ seq: 1, engine: 'reel', engineVersion: '1', frames: 100, pixels: 1_000_000, seconds: 12 }];
    const agent = anAgent({ state: 'busy', tasks: [{ tenant: 't', job: 'j', n: 0 }], served });
    // Nothing was inside; one ended since, one runs: two came, of which none was ever seen to wait.
    const lesson = learn(aSight({ instances: [aRow({ agent })], memory: inside(0) }), policy, NOW);
    expect(lesson.arrived).toBe(20);
    expect(lesson.elapsed).toBe(10);
  });
});

describe('learning', () => {
  it('learns from each served task once, however often its agent tells of it', () => {
    const served = [{ seq: 7, engine: 'reel', engineVersion: '1', frames: 100, pixels: 1_000_000, seconds: 50 }];
    const sight = aSight({ instances: [aRow({ agent: anAgent({ served }) })] });
    const once = learn(sight, policy, NOW).memory;
    expect(learn({ ...sight, memory: once }, policy, NOW + 10_000).memory.estimates).toEqual(once.estimates);
  });

  it('counts a late start once, in the tick in which it became late', () => {
    const waiting = [aTask({ enqueuedAt: NOW - 35_000, notBefore: 0 })];
    expect(learn(aSight({ waiting, memory: inside(1) }), policy, NOW).memory.budget.late).toBe(1);
    expect(learn(aSight({ waiting, memory: inside(1) }), policy, NOW + 20_000).memory.budget.late).toBe(1);
    const later = { ...inside(1), arrivals: { ...inside(1).arrivals, at: NOW - 1_000 } };
    expect(learn(aSight({ waiting, memory: later }), policy, NOW).memory.budget.late).toBe(0);
  });
});

describe('what a tick hands to the next', () => {
  it('stays below 100 KB after 20,000 served tasks of 300 shapes on 1,000 machines', () => {
    let memory = emptyMemory;
    let done = 0;
    for (let tick = 0; tick < 20; tick += 1) {
      const at = NOW + tick * 10_000;
      const instances = Array.from({ length: 1_000 }, (_, machine) => {
        const frames = 50 * 2 ** (done % 20) + (done++ % 15);
        const served = [
          {
            seq: tick + 1,
            engine: `engine-${done % 15}`,
            engineVersion: '1',
            frames,
            pixels: 2_000_000,
            seconds: 1 + (done % 997),
          },
        ];
        const owner = `i-0${String(machine).padStart(16, '0')}/${NOW}`;
        return aRow({ id: `i-${machine}`, agent: anAgent({ owner, at, served }) });
      });
      const sight: Sight = { ...aSight({ instances, waiting: someTasks(tick % 2 ? 900 : 0) }), at, memory };
      const plan = decideTick(sight, policy, at);
      if (plan.kind === 'hold') throw new Error(plan.because);
      memory = plan.memory;
    }
    expect(done).toBe(20_000);
    expect(JSON.stringify(memory).length).toBeLessThanOrEqual(100_000);
  });
});
