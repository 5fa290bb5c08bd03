/** A farm for the time of one command, in a folder that goes with it. Ctrl-C ends it in order. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../bundle/repository.ts';
import { Interrupted } from '../exit-code.ts';
import { type Farm, type FarmOptions, startFarm } from '../farm/start-farm.ts';

/** Runs `use` on a fresh farm; the folder stays when `use` failed, for its logs. */
export async function withFarm<T>(options: Omit<FarmOptions, 'dir'>, use: (farm: Farm) => Promise<T>): Promise<T> {
  const parent = repository('.reelyard');
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, 'run-'));
  const farm = await startFarm({ ...options, dir });
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Interrupted(signal)));
  });
  try {
    const value = await Promise.race([use(farm), interrupted]);
    await farm.stop();
    await rm(dir, { recursive: true, force: true });
    return value;
  } catch (error) {
    await farm.stop();
    if (!(error instanceof Interrupted)) console.error(`logs of the farm: ${dir}`);
    throw error;
  }
}
