/**
 * How long a job waits for an agent that has nothing else to do, and how long an engine slot stands empty between two jobs of a
 * backlog. Figures are taken from the agent's own log and the ledger's instants; all processes share one machine and its clock.
 */
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { type LogRecord } from './dispatch/agent-process.ts';
import { type DispatchFarm, startDispatchFarm } from './dispatch/dispatch-farm.ts';

export interface DispatchBenchOptions {
  readonly jobs?: number;
  /** Prints one line of JSON when done. */
  readonly json?: boolean;
  readonly say?: (text: string) => void;
}

export interface DispatchFigures {
  readonly jobs: number;
  /** From the instant the ledger accepted to the instant after the claim was written, agent idle. */
  readonly acceptedToClaimed: { readonly p50Ms: number; readonly p99Ms: number };
  /** From the exit of one engine to the start of the next, backlog waiting. */
  readonly exitToStart: { readonly p50Ms: number; readonly p99Ms: number; readonly gaps: number };
  readonly agentRssMb: { readonly idle: number; readonly after: number };
}

const WARM_UP = 20;
/** Long enough for a report of progress or two: the claim ahead has something to go by. */
const BACKLOG_STEPS = [{ progress: { frames: 10, everyMs: 10 } }];

export async function runDispatchBench(options: DispatchBenchOptions = {}): Promise<DispatchFigures> {
  const { jobs = 1_000, json = false, say = () => undefined } = options;
  const farm = await startDispatchFarm();
  try {
    await runIdle(farm, WARM_UP, () => undefined);
    const idleRssMb = farm.agent.rssMb();
    say(`${jobs} jobs, one at a time, for an idle agent`);
    const waits = await runIdle(farm, jobs, say);
    const backlog = Math.max(20, Math.min(200, jobs));
    say(`a backlog of ${backlog} jobs`);
    const gaps = await runBacklog(farm, backlog);
    const figures: DispatchFigures = {
      jobs,
      acceptedToClaimed: { p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) },
      exitToStart: { p50Ms: quantile(gaps, 0.5), p99Ms: quantile(gaps, 0.99), gaps: gaps.length },
      agentRssMb: { idle: idleRssMb, after: farm.agent.rssMb() },
    };
    if (json) console.log(JSON.stringify(figures));
    return figures;
  } finally {
    await farm.stop();
  }
}

/** @returns milliseconds from accepted to claimed of each job */
async function runIdle(farm: DispatchFarm, jobs: number, say: (text: string) => void): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 0; n < jobs; n += 1) {
    const recording = farm.agent.record();
    const id = await farm.submit([]);
    const find = (event: string): LogRecord | undefined =>
      recording.records.find((record) => record['event'] === event && record['jobId'] === id);
    await recording.until(() => find('task.done') !== undefined);
    recording.stop();
    waits.push(Number(find('task.claimed')?.['waitedMs']));
    if ((n + 1) % 100 === 0) say(`${n + 1} of ${jobs}`);
  }
  return waits;
}

/** @returns milliseconds between the exit of each engine and the start of the next */
async function runBacklog(farm: DispatchFarm, jobs: number): Promise<number[]> {
  const recording = farm.agent.record();
  await farm.submit([{ sleepMs: 3_000 }]);
  for (let n = 0; n < jobs; n += 1) await farm.submit(BACKLOG_STEPS);
  const done = (): number => recording.records.filter(({ event }) => event === 'task.done').length;
  await recording.until(() => done() === jobs + 1);
  recording.stop();
  return gapsOf(recording.records);
}

function gapsOf(records: readonly LogRecord[]): number[] {
  const gaps: number[] = [];
  let exitedAt: number | undefined;
  for (const record of records) {
    if (record['event'] === 'engine.exited') exitedAt = atOf(record);
    if (record['event'] !== 'engine.started' || exitedAt === undefined) continue;
    gaps.push(atOf(record) - exitedAt);
    exitedAt = undefined;
  }
  return gaps;
}

const atOf = (record: LogRecord): number => Date.parse(String(record['time']));

/** The limits of docs/explanation/performance.md. */
export function missesOf({ acceptedToClaimed, exitToStart, agentRssMb }: DispatchFigures): string[] {
  return [
    ...mustBe('acceptedToClaimed.p50Ms', acceptedToClaimed.p50Ms, { atMost: 100 }),
    ...mustBe('acceptedToClaimed.p99Ms', acceptedToClaimed.p99Ms, { atMost: 500 }),
    ...mustBe('exitToStart.p50Ms', exitToStart.p50Ms, { atMost: 50 }),
    ...mustBe('agentRssMb.after', agentRssMb.after, { atMost: 150 }),
  ];
}

export const dispatchBench: Bench = {
  async run({ jobs, say }): Promise<BenchReport> {
    const figures = await runDispatchBench({ ...(jobs === undefined ? {} : { jobs }), say });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
