import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Task } from '@reelyard/contracts';
import { findProcess } from '@reelyard/runtime';
import { type EngineRunner } from './ports.ts';
import { LeapClock } from './testing/leap-clock.ts';
import { TENANT, TestFarm, type TestFarmOptions, until } from './testing/test-farm.ts';

/** Of the scripted engine. */
const NO_PROGRESS_MS = 120_000;

let farm: TestFarm;
const start = async (options?: TestFarmOptions): Promise<TestFarm> => (farm = await TestFarm.start(options));
afterEach(() => farm.stop());

const requeued = () => until('the task is requeued', () => farm.records('task.requeued')[0]);
const taskOf = async (job: string): Promise<Task | undefined> => (await farm.ledger.listTasks(job))[0];
const isDead = (pid: number) => until(`${pid} is dead`, () => !findProcess(pid));

describe('an engine that fails', () => {
  it('costs an attempt when it crashes, and its last lines are in the log', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ print: 'about to fall' }, { signal: 'SIGSEGV' }] });
    expect(await requeued()).toMatchObject({
      errClass: 'engine',
      errCode: 'engine_crashed',
      output: ['about to fall'],
    });
    expect(await taskOf(id)).toMatchObject({ state: 'pending', counters: { engine: 1, infra: 0 } });
    await until('the scratch folder is wiped', () => readdirSync(farm.scratch).length === 0);
  });

  it('is killed when it shows no sign of life, even if it ignores SIGTERM', async () => {
    const clock = new LeapClock();
    await start({ clock });
    await farm.order({ steps: [{ ignoreTerm: true }, { print: 'deaf' }, { hang: {} }] });
    await until('it is deaf', () => farm.records('engine.output')[0]);
    clock.leap(NO_PROGRESS_MS);
    expect(await requeued()).toMatchObject({ errClass: 'engine', errCode: 'engine_hang' });
    expect(farm.records('engine.exited')[0]).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is left alone while it makes progress, however long it takes', async () => {
    const clock = new LeapClock();
    // After each line time passes that is nearly too long.
    const slow = (runner: EngineRunner): EngineRunner => ({
      start: (run) =>
        runner.start({
          ...run,
          onLine: (line) => {
            run.onLine(line);
            clock.leap(0.8 * NO_PROGRESS_MS);
          },
        }),
    });
    await start({ clock, change: (options) => ({ ...options, runner: slow(options.runner) }) });
    const { id } = await farm.order({ steps: [{ progress: { frames: 12, everyMs: 60 } }] });
    const job = await until('the job ended', async () => {
      const found = await farm.ledger.findJob(TENANT, id);
      return found?.endedAt === undefined ? undefined : found;
    });
    expect(job.state).toBe('succeeded');
    expect(farm.records('engine.exited')[0]?.['durationMs']).toBeGreaterThan(9 * NO_PROGRESS_MS);
  });

  it('does not get a truncated file past the verification, though it exits 0', async () => {
    await start();
    const steps = [{ media: { name: 'video.mp4' } }, { truncate: { name: 'video.mp4', bytes: 700 } }];
    const { id } = await farm.order({ steps });
    expect(await requeued()).toMatchObject({ errClass: 'engine', errCode: 'output_invalid' });
    expect(await taskOf(id)).toMatchObject({ state: 'pending', counters: { engine: 1 } });
    expect(existsSync(farm.storage.folder)).toBe(false);
  });

  it('fails the task when it promises files that it did not write', async () => {
    await start();
    await farm.order({ steps: [{ noOutput: true }] });
    expect(await requeued()).toMatchObject({ errCode: 'output_invalid', message: 'video.mp4: does not exist' });
  });

  it('fails the job at once when it says that the input can never work', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ exit: 20 }] });
    await until('the task failed', () => farm.records('task.failed')[0]);
    const job = await farm.ledger.findJob(TENANT, id);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'engine_refused', class: 'permanent' } });
    expect(farm.bells.rung).toEqual([{ tenant: TENANT, job: id }]);
  });

  it('burns no attempt when it finds no seat', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ noSeatUntilAttempt: 2 }] });
    expect(await requeued()).toMatchObject({ errClass: 'license', errCode: 'no_seat' });
    expect(await taskOf(id)).toMatchObject({ counters: { engine: 0, license: 1 } });
  });

  it('burns no attempt when it was asked to end from outside', async () => {
    await start();
    await farm.order({ steps: [{ signal: 'SIGTERM' }] });
    expect(await requeued()).toMatchObject({ errClass: 'infra', errCode: 'host_stopping' });
  });

  it('cannot be replaced by a command that does not exist', async () => {
    await start({ argv: ['/nowhere/engine'] });
    await farm.order();
    expect(await requeued()).toMatchObject({ errClass: 'engine', errCode: 'engine_failed' });
  });
});

describe('what an engine leaves behind', () => {
  const grandchild = async (): Promise<number> => {
    const line = await until('the grandchild is born', () =>
      farm.records('engine.output').find((record) => String(record['line']).includes('grandchild')),
    );
    return (JSON.parse(String(line['line'])) as { grandchild: number }).grandchild;
  };

  it('is dead after a successful render, though it forked twice into a session of its own', async () => {
    await start();
    await farm.order({ steps: [{ doubleFork: { seconds: 600 } }] });
    const pid = await grandchild();
    await until('the task is done', () => farm.records('task.done')[0]);
    await isDead(pid);
    expect(farm.records('engine.swept')[0]).toMatchObject({ processes: 1 });
  });

  it('is dead after a cancel', async () => {
    await start();
    const { id } = await farm.order({ steps: [{ doubleFork: { seconds: 600 } }, { hang: {} }] });
    const pid = await grandchild();
    await farm.ledger.cancel({ tenant: TENANT, job: id }, farm.clock.now());
    await until('nothing is held', () => farm.agent.held === 0);
    await isDead(pid);
    expect(existsSync(join(farm.scratch, `${id}-0-1`))).toBe(false);
  });
});
