import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { definitionOf, evaluate, indicatorsOf, type MetricKey, metricKeys, namesOf, viewOf } from '@reelyard/infra';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sing } from '../e2e/support/canary.ts';
import { scripted, startTestFarm, type TestFarm, until, untilEnded, untilPhase } from '../e2e/support/farm.ts';
import { type Emitted, readEmitted, readSeries } from './records.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const expectedDimensions = {
  farm: ['env', 'service'],
  lane: ['env', 'lane', 'service'],
  pool: ['env', 'pool', 'service'],
};
const fromRun = metricKeys.filter((key) => definitionOf(key).proof === 'run');

/** Of the scripted engine: the canary's own job is a composition. */
const song = { ...scripted([{ media: { name: 'video.mp4' } }]), lane: 'express' };

let farm: TestFarm;
let emitted: Emitted[];

/** One job of each ending. */
async function runJobs(): Promise<void> {
  const submit = (steps: readonly unknown[], more: Record<string, unknown> = {}) =>
    farm.client.submit({ ...scripted(steps), ...more });
  // Over as soon as it may start, so that no machine comes first; and long after it is asked for, or the server refuses it.
  const dueAt = Date.now() + 10_000;
  const overdue = await submit([], {
    notBefore: new Date(dueAt).toISOString(),
    deadline: new Date(dueAt + 1).toISOString(),
  });
  const good = await submit([{ progress: { frames: 3, everyMs: 10 } }], { lane: 'express' });
  const flaky = await submit([{ failUntilAttempt: 2, exit: 10 }]);
  const crashing = await submit([{ signal: 'SIGSEGV' }]);
  const impossible = await submit([{ exit: 20 }], { lane: 'bulk' });
  const endings = await Promise.all(
    [good, flaky, crashing, impossible, overdue].map(({ id }) => untilEnded(farm, id, 120_000)),
  );
  expect(endings.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'failed', 'failed', 'failed']);
  expect(await sing(farm, 'awake')).toMatchObject({ kind: 'succeeded' });
  const canceled = await submit([{ hang: { progressEveryMs: 100 } }]);
  await untilPhase(farm, canceled.id, 'rendering');
  await farm.client.cancel(canceled.id);
}

const missing = (): MetricKey[] =>
  fromRun.filter((key) => {
    const values = emitted.filter((each) => each.key === key).flatMap((each) => each.values);
    return definitionOf(key).kind === 'event' ? !values.some((value) => value > 0) : values.length === 0;
  });

beforeAll(async () => {
  farm = await startTestFarm({ overrides: { METRICS_MS: '500' }, canary: { job: song } });
  expect(await sing(farm, 'asleep')).toMatchObject({ kind: 'skipped' });
  await runJobs();
  await until(
    'every metric of the run',
    async () => {
      emitted = readEmitted(farm.dir);
      return missing().length === 0;
    },
    30_000,
  ).catch(() => undefined);
}, 240_000);

afterAll(() => farm.dispose());

describe('what a running farm emits', () => {
  it('is all that the catalogue promises of a run, and counts something where it counts', () => {
    expect(missing()).toEqual([]);
  });

  it('is in the catalogue, with its unit and its dimensions', () => {
    const strange = emitted
      .filter(({ key, unit, dimensions }) => {
        if (!isKnown(key)) return true;
        const { by, unit: promised } = definitionOf(key);
        return unit !== promised || Object.keys(dimensions).sort().join() !== expectedDimensions[by].join();
      })
      .map(({ key, unit, dimensions }) => `${key} ${unit} ${Object.keys(dimensions).join()}`);
    expect([...new Set(strange)]).toEqual([]);
  });
});

describe('the promises', () => {
  const view = viewOf(dev, namesOf(dev, '123456789012'), { loadBalancer: 'app/lb/1', targetGroup: 'targetgroup/tg/1' });
  const judge = (id: string): { bad: number | undefined; total: number | undefined } => {
    const indicator = indicatorsOf(view).find((each) => each.id === id);
    if (!indicator) throw new Error(`no indicator ${id}`);
    const read = Object.entries(indicator.series).flatMap(([name, series]) => {
      const value = readSeries(emitted, series);
      return value === undefined ? [] : [[name, value] as const];
    });
    const period = Object.fromEntries(read);
    return { bad: evaluate(indicator.bad, period), total: evaluate(indicator.total, period) };
  };

  it('see in the run what happened: the crash and the deadline were ours, bad input and a cancel were not', () => {
    expect(judge('job-success')).toEqual({ bad: 2, total: 5 });
  });

  it('see seven good submits, that of the canary among them', () => {
    expect(judge('submit-availability')).toEqual({ bad: 0, total: 7 });
    expect(judge('submit-latency').total).toBe(7);
  });

  it('see the first start of every task, in its lane', () => {
    expect(judge('start-within-express').total).toBe(2);
    expect(judge('start-within-bulk').total).toBe(1);
    expect(judge('start-within-standard').total).toBe(3);
  });
});

describe('what a healthy run does not emit', () => {
  it.each(metricKeys.filter((key) => definitionOf(key).proof !== 'run'))(
    '%s is proven by a test of its service',
    (key) => {
      const { proof } = definitionOf(key);
      if (proof === 'run') throw new Error('proven by the run');
      expect(existsSync(`${root}${proof.test}`)).toBe(true);
      const text = readFileSync(`${root}${proof.test}`, 'utf8');
      expect(text).toContain(`it('${proof.name}'`);
      expect(text).toContain(key.split('/')[1]);
    },
  );
});

function isKnown(key: string): key is MetricKey {
  return (metricKeys as readonly string[]).includes(key);
}
