import { afterEach, describe, expect, it } from '@jest/globals';
import { type AgentOptions } from './agent-options.ts';
import { type EngineRunner, type Files } from './ports.ts';
import { TestFarm, refOf, until } from './testing/test-farm.ts';

let farm: TestFarm;
let isFull = false;
let writes = 0;

/** Writing answers as the kernel does on a full disk. */
async function startOnSmallDisk(change: (options: AgentOptions) => AgentOptions = (same) => same): Promise<void> {
  [isFull, writes] = [false, 0];
  const onDisk = (files: Files): Files => ({
    ...files,
    write: (file, text) => {
      writes += 1;
      if (!isFull) return files.write(file, text);
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
    },
  });
  farm = await TestFarm.start({
    change: (options) => change({ ...options, files: onDisk(options.files) }),
  });
}
afterEach(() => farm.stop());

const requeued = (times: number) => until(`${times} requeued`, () => farm.records('task.requeued')[times - 1]);

describe('an agent whose disk is full', () => {
  it('hands back one task and takes no other until there is room again, so that it does not use up the budget of every job', async () => {
    await startOnSmallDisk();
    isFull = true;
    const orders = [await farm.order(), await farm.order()];
    expect(await requeued(1)).toMatchObject({ errClass: 'infra', errCode: 'disk_full' });
    const before = writes;
    await until('it has looked for room twice more', () => writes >= before + 2);
    expect(farm.records('task.claimed')).toHaveLength(1);
    expect(farm.records('disk.full')).toHaveLength(1);
    isFull = false;
    await until('the other one is done', () => farm.records('task.done')[0]);
    expect(farm.records('disk.has-room')).toHaveLength(1);
    const counters = await Promise.all(orders.map(async (job) => (await farm.ledger.findTask(refOf(job)))?.counters));
    expect(counters).toMatchObject([
      { engine: 0, infra: 1 },
      { engine: 0, infra: 0 },
    ]);
  });

  it('burns no attempt of an engine that ended because it could not write', async () => {
    const filling = (runner: EngineRunner): EngineRunner => ({
      start: (run) => {
        isFull = true;
        return runner.start(run);
      },
    });
    await startOnSmallDisk((options) => ({ ...options, runner: filling(options.runner) }));
    const job = await farm.order({ steps: [{ exit: 10 }] });
    expect(await requeued(1)).toMatchObject({ errClass: 'infra', errCode: 'disk_full' });
    expect(await farm.ledger.findTask(refOf(job))).toMatchObject({ counters: { engine: 0, infra: 1 } });
  });

  it('still blames an engine that fails where there is room', async () => {
    await startOnSmallDisk();
    await farm.order({ steps: [{ exit: 10 }] });
    expect(await requeued(1)).toMatchObject({ errClass: 'engine', errCode: 'engine_failed' });
  });
});
