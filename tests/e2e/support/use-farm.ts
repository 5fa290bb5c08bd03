/** One farm for all tests of a file: up before the first, gone after the last. */
import { afterAll, beforeAll } from '@jest/globals';
import { type FarmOptions } from '@reelyard/cli';
import { startTestFarm, type TestFarm } from './farm.ts';

/** The farm of this file; a test may replace it (`restart`) and the last one is disposed of. */
export interface FarmInUse {
  readonly farm: TestFarm;
  /** Starts a farm again on the folder of the one before, which must have ended. */
  restart(): Promise<void>;
}

export function useFarm(options: Partial<FarmOptions> = {}): FarmInUse {
  let current: TestFarm | undefined;
  const get = (): TestFarm => {
    if (!current) throw new Error('the farm is not up: it starts before the first test');
    return current;
  };
  beforeAll(async () => {
    current = await startTestFarm(options);
  });
  afterAll(() => current?.dispose());
  return {
    get farm() {
      return get();
    },
    restart: async () => {
      current = await startTestFarm({ ...options, dir: get().dir });
    },
  };
}
