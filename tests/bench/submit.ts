/**
 * How fast one job server accepts jobs durably, and what a job costs over all processes: server, local-cloud and this load
 * generator share the machine. Ends when every task is queued. The peer accepts jobs of the same size in the same run, before and after, because a
 * shared machine has moods.
 */
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { type AcceptFarm, startAcceptFarm } from './submit/accept-farm.ts';
import { cpuMsOf, rssMbOf } from './submit/child.ts';
import { type LoadResult, runLoad } from './submit/load.ts';
import { runPeer } from './submit/peer.ts';

export interface SubmitBenchOptions {
  readonly jobs?: number;
  readonly warmup?: number;
  readonly connections?: number;
  /** Progress for people. */
  readonly say?: (text: string) => void;
}

export interface SubmitFigures {
  readonly acceptedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Server, local-cloud and load generator together, until every task is queued. */
  readonly cpuMsPerJob: number;
  readonly cpuMsPerJobOf: { readonly server: number; readonly cloud: number; readonly load: number };
  /** From the last accept until every task is queued. */
  readonly queuedAfterSeconds: number;
  /** Rate of the last tenth of the jobs, over that of the first tenth. */
  readonly lastVsFirst: number;
  readonly rssMb: { readonly server: number; readonly cloud: number; readonly load: number };
  readonly peer: { readonly emptyPerSecond: number; readonly at4000PerSecond: number };
  readonly ratio: { readonly empty: number; readonly at4000: number };
}

/** A product clip: background, picture, headline. About 600 bytes. */
const bodyOf = (n: number): string =>
  JSON.stringify({
    composition: {
      canvas: { width: 1280, height: 720 },
      tracks: [
        { clips: [{ start: 0, length: 6, asset: { kind: 'color', color: '#0b1020' } }] },
        {
          clips: [
            {
              ...{ start: 0.5, length: 5, enter: { effect: 'fade' }, box: { x: 0.3, width: 0.4, height: 0.6 } },
              asset: { kind: 'image', src: 'https://media.example.com/products/4006381333931.jpg' },
            },
          ],
        },
        {
          clips: [
            {
              ...{ start: 1, length: 4.5, enter: { effect: 'slide' }, box: { x: 0.7, width: 0.4 } },
              asset: { kind: 'text', text: `Spring sale: ${n % 70}% off`, font: { size: 72, weight: 700 } },
            },
          ],
        },
      ],
    },
    metadata: { order: String(n) },
  });

export async function runSubmitBench(options: SubmitBenchOptions = {}): Promise<SubmitFigures> {
  const { jobs = 20_000, warmup = 1_000, connections = 50, say = () => undefined } = options;
  say('peer: from empty, then at 4,000 jobs');
  const before = await ratesOfPeer(connections);
  const farm = await startAcceptFarm();
  try {
    say(`warming up with ${warmup} jobs`);
    await load(farm, warmup, connections);
    await untilQueued(farm, warmup);
    say(`accepting ${jobs} jobs over ${connections} connections`);
    const figures = await measure(farm, { jobs, warmup, connections });
    say('peer: once more');
    const after = await ratesOfPeer(connections);
    const emptyPerSecond = round((before.empty + after.empty) / 2);
    const at4000PerSecond = round((before.at4000 + after.at4000) / 2);
    const ratio = {
      empty: round(figures.acceptedPerSecond / emptyPerSecond, 100),
      at4000: round(figures.acceptedPerSecond / at4000PerSecond, 100),
    };
    return { ...figures, peer: { emptyPerSecond, at4000PerSecond }, ratio };
  } finally {
    await farm.stop();
  }
}

/** The peer from its first job to its thousandth, and for 200 jobs from 4,000 on. */
async function ratesOfPeer(connections: number): Promise<{ empty: number; at4000: number }> {
  const empty = await runPeer({ existing: 0, requests: 1_000, connections });
  const full = await runPeer({ existing: 4_000, requests: 200, connections });
  return { empty: empty.acceptedPerSecond, at4000: full.acceptedPerSecond };
}

const load = (farm: AcceptFarm, requests: number, connections: number): Promise<LoadResult> =>
  runLoad({
    origin: farm.url,
    path: '/v1/jobs',
    headers: { authorization: `Bearer ${farm.key}`, 'content-type': 'application/json' },
    status: 202,
    body: bodyOf,
    ...{ requests, connections },
  });

interface Run {
  readonly jobs: number;
  readonly warmup: number;
  readonly connections: number;
}

async function measure(
  farm: AcceptFarm,
  { jobs, warmup, connections }: Run,
): Promise<Omit<SubmitFigures, 'peer' | 'ratio'>> {
  const before = cpuOf(farm);
  const { answers, seconds } = await load(farm, jobs, connections);
  const acceptedAt = performance.now();
  await untilQueued(farm, warmup + jobs);
  const queuedAfterSeconds = round((performance.now() - acceptedAt) / 1_000, 100);
  const after = cpuOf(farm);
  const each = (name: keyof typeof after): number => round((after[name] - before[name]) / jobs, 100);
  const cpuMsPerJobOf = { server: each('server'), cloud: each('cloud'), load: each('load') };
  const latencies = answers.map(({ ms }) => ms);
  return {
    acceptedPerSecond: round(jobs / seconds),
    p50Ms: round(quantile(latencies, 0.5)),
    p99Ms: round(quantile(latencies, 0.99)),
    cpuMsPerJob: round(cpuMsPerJobOf.server + cpuMsPerJobOf.cloud + cpuMsPerJobOf.load, 100),
    cpuMsPerJobOf,
    queuedAfterSeconds,
    lastVsFirst: round(lastVsFirst(answers.map(({ at }) => at)), 100),
    rssMb: { server: farm.server.rssMb(), cloud: farm.cloud.rssMb(), load: rssMbOf(process.pid) },
  };
}

const cpuOf = ({ server, cloud }: AcceptFarm): { server: number; cloud: number; load: number } => ({
  server: server.cpuMs(),
  cloud: cloud.cpuMs(),
  load: cpuMsOf(process.pid),
});

/** Every task is queued when no doorbell is due any more; the lane must hold a message for each. */
async function untilQueued(farm: AcceptFarm, jobs: number): Promise<void> {
  const boundMs = 120_000;
  const startedAt = performance.now();
  while ((await farm.ledger.findDueEmits(Date.now(), 1)).length > 0) {
    if (performance.now() - startedAt > boundMs) throw new Error('tasks are still pending after two minutes');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const messages = await farm.countMessages();
  if (messages < jobs) throw new Error(`${messages} messages for ${jobs} tasks`);
}

function lastVsFirst(instants: readonly number[]): number {
  const tenth = Math.floor(instants.length / 10);
  const spanOf = (part: readonly number[]): number => (part.at(-1) ?? 0) - (part[0] ?? 0);
  return spanOf(instants.slice(0, tenth)) / spanOf(instants.slice(-tenth));
}

const round = (value: number, steps = 10): number => Math.round(value * steps) / steps;

/** The promises: 400 jobs a second and a p99 of 300 ms on two cores, no decay, and a clear distance to the peer. */
export function missesOf(figures: SubmitFigures): string[] {
  return [
    ...mustBe('acceptedPerSecond', figures.acceptedPerSecond, { atLeast: 400 }),
    ...mustBe('p99Ms', figures.p99Ms, { atMost: 300 }),
    ...mustBe('cpuMsPerJob', figures.cpuMsPerJob, { atMost: 2.5 }),
    ...mustBe('lastVsFirst', figures.lastVsFirst, { atLeast: 0.85 }),
    ...mustBe('rssMb.server', figures.rssMb.server, { atMost: 250 }),
    ...mustBe('rssMb.cloud', figures.rssMb.cloud, { atMost: 400 }),
    ...mustBe('ratio.empty', figures.ratio.empty, { atLeast: 1.5 }),
    ...mustBe('ratio.at4000', figures.ratio.at4000, { atLeast: 4 }),
  ];
}

export const submitBench: Bench = {
  async run({ jobs, say }): Promise<BenchReport> {
    const figures = await runSubmitBench({ ...(jobs === undefined ? {} : { jobs }), say });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
