import { describe, expect, it } from '@jest/globals';
import { readdirSync, readlinkSync } from 'node:fs';
import { listBrokenPromises, scripted, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const use = useFarm();

const run = async (steps: readonly unknown[]) => {
  const job = await use.farm.client.submit(scripted(steps));
  const ended = await untilEnded(use.farm, job.id, 280_000);
  expect(await listBrokenPromises(use.farm, job.id)).toEqual([]);
  const [task] = await use.farm.ledger.listTasks(job.id);
  return { ended, task };
};

/** Processes whose working folder is below the farm's scratch. */
const engineProcesses = () =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readlinkSync(`/proc/${pid}/cwd`).includes('/scratch/') &&
        readlinkSync(`/proc/${pid}/cwd`).startsWith(use.farm.dir)
      );
    } catch {
      return false;
    }
  });

describe('an engine that misbehaves', () => {
  it('and recovers on a later attempt still gives the client a video', async () => {
    const { ended, task } = await run([{ failUntilAttempt: 2, exit: 10 }]);
    expect(ended.state).toBe('succeeded');
    expect(task).toMatchObject({ epoch: 2, counters: { engine: 1 } });
  }, 300_000);

  it('and crashes each time uses up its attempts and fails the job with a reason', async () => {
    const { ended, task } = await run([{ signal: 'SIGSEGV' }]);
    expect(ended).toMatchObject({ state: 'failed', error: { code: expect.stringContaining('engine') } });
    expect(task?.epoch).toBe(3);
  }, 300_000);

  it('and says that its input is wrong fails the job at once', async () => {
    const { ended, task } = await run([{ exit: 20 }]);
    expect(ended.state).toBe('failed');
    expect(task?.epoch).toBe(1);
  });

  it('and exits 0 without the file that it promised is not believed', async () => {
    const { ended } = await run([{ noOutput: true }]);
    expect(ended.state).toBe('failed');
  }, 300_000);

  it('and exits 0 with a truncated video is not believed either', async () => {
    const { ended, task } = await run([
      { media: { name: 'video.mp4' } },
      { truncate: { name: 'video.mp4', bytes: 900 } },
    ]);
    expect(ended).toMatchObject({ state: 'failed' });
    expect(task).toMatchObject({ epoch: 3, lastError: { class: 'engine' } });
  }, 300_000);

  it('and leaves a grandchild in a session of its own leaves no process behind', async () => {
    const { ended } = await run([{ doubleFork: { seconds: 600 } }]);
    expect(ended.state).toBe('succeeded');
    expect(engineProcesses()).toEqual([]);
  });
});
