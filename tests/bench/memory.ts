/**
 * What the processes hold after many jobs went all the way: accepted, claimed, rendered by an engine that costs nothing, uploaded,
 * committed. A leak of a kilobyte a job would show as 20 MB.
 */
import { join } from 'node:path';
import { type Bench, type BenchReport, mustBe } from './bench.ts';
import { type DispatchFarm, startDispatchFarm } from './dispatch/dispatch-farm.ts';

export interface MemoryFigures {
  readonly jobs: number;
  readonly jobsPerSecond: number;
  readonly rssMb: { readonly server: number; readonly agent: number; readonly cloud: number };
}

/** Jobs under way at once: a backlog, so that the agent never idles, and a bound on what waits. */
const BACKLOG = 50;
const SAY_EACH = 1_000;

export async function runMemoryBench({
  jobs = 20_000,
  say,
}: {
  jobs?: number;
  say(text: string): void;
}): Promise<MemoryFigures> {
  const farm = await startDispatchFarm({ name: 'instant', dir: join(import.meta.dirname, 'memory/engines/instant') });
  try {
    const startedAt = performance.now();
    await renderAll(farm, jobs, say);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { jobs, jobsPerSecond: Math.round((jobs / seconds) * 10) / 10, rssMb: farm.rssMb() };
  } finally {
    await farm.stop();
  }
}

/** Keeps the backlog full until every job is done. */
async function renderAll(farm: DispatchFarm, jobs: number, say: (text: string) => void): Promise<void> {
  let submitted = 0;
  let done = 0;
  await new Promise<void>((resolve, reject) => {
    const submitNext = (): void => {
      if (submitted === jobs) return;
      submitted += 1;
      farm.submit([]).catch(reject);
    };
    farm.agent.onRecord(({ event }) => {
      if (event !== 'task.done') return;
      done += 1;
      if (done % SAY_EACH === 0) say(`${done} of ${jobs}, ${JSON.stringify(farm.rssMb())}`);
      if (done === jobs) resolve();
      else submitNext();
    });
    for (let n = 0; n < BACKLOG; n += 1) submitNext();
  });
}

export function missesOf({ rssMb }: MemoryFigures): string[] {
  return [
    ...mustBe('rssMb.server', rssMb.server, { atMost: 250 }),
    ...mustBe('rssMb.agent', rssMb.agent, { atMost: 150 }),
    ...mustBe('rssMb.cloud', rssMb.cloud, { atMost: 400 }),
  ];
}

export const memoryBench: Bench = {
  async run({ jobs, say }): Promise<BenchReport> {
    const figures = await runMemoryBench({ ...(jobs === undefined ? {} : { jobs }), say });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
