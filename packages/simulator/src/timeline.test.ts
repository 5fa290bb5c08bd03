import { describe, expect, it } from '@jest/globals';
import { simulateFully } from './simulate.ts';
import { anArrival, aPolicy, exactFarm, onePerTask } from './testing.ts';
import { sampleRun, sampleWaits } from './timeline.ts';

const { history } = simulateFully({ trace: [anArrival(100, 50)], policy: aPolicy(onePerTask), farm: exactFarm });

describe('a run over time', () => {
  it('shows the task waiting while its machine boots, and the machine at work after that', () => {
    const at = (second: number) => sampleRun(history, 391)[second];
    expect(at(50)).toEqual({ at: 50, machines: 0, busy: 0, booting: 0, waiting: 0 });
    expect(at(200)).toEqual({ at: 200, machines: 1, busy: 0, booting: 1, waiting: 1 });
    expect(at(350)).toEqual({ at: 350, machines: 1, busy: 1, booting: 0, waiting: 0 });
  });

  it('keeps the longest waits when there are too many to show', () => {
    const tasks = Array.from({ length: 10 }, (_, n) => ({ ...anArrivalTask(n), startedAt: n + (n === 7 ? 99 : 1) }));
    const points = sampleWaits({ tasks, machines: [], refills: [], endedAt: 200 }, 3);
    expect(points).toHaveLength(3);
    expect(points).toContainEqual({ at: 7, waitSeconds: 99 });
  });
});

function anArrivalTask(n: number) {
  return { n, arrival: anArrival(n, 1), progressFactor: 1, lostRuns: 0 };
}
