/**
 * SQS down: every call fails, first with 500, then because nobody listens, then because nobody answers. Clients submit on; no submit may fail,
 * and idle agents must find the jobs in the ledger. Timers are those of production unless told otherwise.
 */
import { type CheckResult } from '@reelyard/cli';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { Asker } from './outage/asker.ts';
import { type Crew, startCrew, TENANT } from './outage/crew.ts';
import { steadily } from './outage/steadily.ts';
import { Line } from './queue-outage/line.ts';

/** How a call fails. */
export const MODES = ['errors', 'refused', 'silent'] as const;
export type Mode = (typeof MODES)[number];
type Season = 'before' | Mode | 'after';

export interface QueueOutageOptions {
  /** Of the whole outage; each mode lasts a third. */
  seconds: number;
  agents: number;
  submitsPerSecond: number;
  /** Of submits before and after it. */
  marginSeconds: number;
  /** Environment variables over the defaults of every service. */
  overrides?: Readonly<Record<string, string>>;
  say(text: string): void;
}

export interface Waits {
  jobs: number;
  p50Ms: number;
  p99Ms: number;
  mostMs: number;
}

export interface QueueOutageFigures {
  seconds: number;
  submits: number;
  failedSubmits: number;
  submitMs: { p50: number; p99: number };
  /** Accepted → claimed, by what became of calls to SQS at the accept. */
  waits: Record<string, Waits>;
  /** Of all jobs accepted in the outage. */
  outageP99Ms: number;
  /** Tasks that agents found in the ledger's index. */
  found: number;
  notSucceeded: number;
  /** From the end of the outage to the accept of the last job that waited for longer than a second. */
  recoverySeconds: number;
  serverRssMb: number;
  invariants: Pick<CheckResult, 'ok' | 'lines' | 'violated' | 'violations' | 'missing'>;
  load: number;
}

const RULE = 'queue-fails';
const END_MS = 120_000;

interface Job {
  id: string;
  season: Season;
  acceptedAt: number;
}

interface Log {
  jobs: Job[];
  submitMs: number[];
  failures: string[];
}

export async function runQueueOutageBench(options: QueueOutageOptions): Promise<QueueOutageFigures> {
  const opened: { line?: Line } = {};
  const crew = await startCrew({
    ...{ agents: options.agents, say: options.say },
    engine: { name: 'instant', dir: join(import.meta.dirname, 'memory/engines/instant') },
    overrides: async (env) => {
      opened.line = await Line.open(env['AWS_ENDPOINT_URL'] ?? '');
      return { ...overLine(env, opened.line), ...options.overrides };
    },
  });
  const asker = new Asker(crew.ground.address, 32);
  try {
    if (!opened.line) throw new Error('there is no line');
    return await throughOutage(crew, opened.line, asker, options);
  } finally {
    await asker.close();
    await crew.stop();
    await opened.line?.close();
  }
}

/** SQS at the line, for every service. */
function overLine(env: Readonly<Record<string, string>>, { url }: Line): Record<string, string> {
  const queues = Object.entries(env).filter(([name]) => /^QUEUE_\w+_URL$/.test(name));
  const moved = queues.map(([name, queue]) => [name, url + new URL(queue).pathname]);
  return { AWS_ENDPOINT_URL_SQS: url, ...(Object.fromEntries(moved) as Record<string, string>) };
}

async function throughOutage(
  crew: Crew,
  line: Line,
  asker: Asker,
  options: QueueOutageOptions,
): Promise<QueueOutageFigures> {
  const { seconds, marginSeconds, submitsPerSecond, say } = options;
  const log: Log = { jobs: [], submitMs: [], failures: [] };
  let season: Season = 'before';
  const clients: Promise<void>[] = [];
  const submitting = steadily(submitsPerSecond, seconds + 2 * marginSeconds, () =>
    clients.push(submitOne(asker, log, season)),
  );
  crew.history.note('plan', { faults: MODES.map((mode) => `queue-${mode}`) });
  await wait(marginSeconds * 1_000);
  for (const mode of MODES) {
    season = mode;
    await begin(crew, line, mode);
    say(`calls to SQS: ${mode}, for ${Math.round(seconds / MODES.length)} s`);
    await wait((seconds / MODES.length) * 1_000);
  }
  season = 'after';
  const overAt = Date.now();
  await line.turn('open');
  say('SQS answers again');
  await submitting;
  await Promise.all(clients);
  return judge(crew, log, overAt, options);
}

/** Without a gap: what comes begins before what was ends. */
async function begin({ door, history }: Crew, line: Line, mode: Mode): Promise<void> {
  if (mode === 'errors') await door.addRule({ id: RULE, kind: 'error500', match: { service: 'sqs' } });
  else await line.turn(mode);
  const hits = mode === 'refused' ? await door.endRule(RULE) : 0;
  if (mode === 'refused') history.note('fault', { kind: 'queue-errors', times: hits });
  if (mode !== 'errors') history.note('fault', { kind: `queue-${mode}`, times: 1 });
}

async function submitOne(asker: Asker, log: Log, season: Season): Promise<void> {
  const body = { engine: 'instant', project: {} };
  const answer = await asker.ask({ method: 'POST', path: '/v1/jobs', body });
  log.submitMs.push(answer.ms);
  if (answer.status !== 202) return void log.failures.push(`${answer.status} ${answer.because ?? answer.text}`);
  const { id } = JSON.parse(answer.text) as { id: string };
  log.jobs.push({ id, season, acceptedAt: Date.now() });
}

async function judge(
  crew: Crew,
  log: Log,
  overAt: number,
  { seconds }: QueueOutageOptions,
): Promise<QueueOutageFigures> {
  const notSucceeded = await countNotSucceeded(crew, log.jobs);
  const waited = log.jobs.map((job) => ({ ...job, ms: waitOf(crew, job) }));
  const outage = waited.filter(({ season }) => season !== 'before' && season !== 'after');
  const late = waited.filter(({ acceptedAt, ms }) => acceptedAt >= overAt && ms > 1_000);
  const check = await crew.judge(
    log.jobs.map(({ id }) => id),
    ['faults', 'T1', 'T4', 'T6'],
  );
  const { ok, lines, violated, violations, missing } = check;
  return {
    ...{ seconds, submits: log.submitMs.length, failedSubmits: log.failures.length },
    submitMs: { p50: Math.round(quantile(log.submitMs, 0.5)), p99: Math.round(quantile(log.submitMs, 0.99)) },
    waits: Object.fromEntries(
      (['before', ...MODES, 'after'] as const).map((season) => [
        season,
        waitsOf(waited.filter((job) => job.season === season).map(({ ms }) => ms)),
      ]),
    ),
    outageP99Ms: quantile(
      outage.map(({ ms }) => ms),
      0.99,
    ),
    found: crew.said.words.filter(({ event }) => event === 'task.found').length,
    notSucceeded,
    recoverySeconds: Math.max(0, ...late.map(({ acceptedAt }) => Math.round((acceptedAt - overAt) / 100) / 10)),
    serverRssMb: crew.ground.server.rssMb(),
    invariants: { ok, lines, violated, violations, missing },
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** NaN when it was never claimed: no limit holds for it. */
function waitOf({ said }: Crew, { id }: Job): number {
  const first = said.find({ event: 'task.claimed', job: id, epoch: 1 });
  return Number(first?.record['waitedMs'] ?? Number.NaN);
}

function waitsOf(ms: readonly number[]): Waits {
  return { jobs: ms.length, p50Ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99), mostMs: Math.max(...ms) };
}

async function countNotSucceeded(crew: Crew, jobs: readonly Job[]): Promise<number> {
  const giveUpAt = Date.now() + END_MS;
  let notSucceeded = 0;
  for (const { id } of jobs)
    for (;;) {
      const state = (await crew.ledger.findJob(TENANT, id))?.state;
      if (state === 'succeeded') break;
      if ((state === 'queued' || state === 'rendering') && Date.now() < giveUpAt) await wait(200);
      else {
        notSucceeded += 1;
        break;
      }
    }
  return notSucceeded;
}

export function missesOf(figures: QueueOutageFigures, limitMs = 30_000): string[] {
  const { invariants } = figures;
  return [
    ...mustBe('failedSubmits', figures.failedSubmits, { atMost: 0 }),
    ...MODES.flatMap((mode) => mustBe(`waits.${mode}.jobs`, figures.waits[mode]?.jobs ?? 0, { atLeast: 1 })),
    ...MODES.flatMap((mode) => mustBe(`waits.${mode}.p99Ms`, figures.waits[mode]?.p99Ms ?? NaN, { atMost: limitMs })),
    ...mustBe('waits.after.p99Ms', figures.waits['after']?.p99Ms ?? NaN, { atMost: limitMs }),
    ...mustBe('found', figures.found, { atLeast: 1 }),
    ...mustBe('notSucceeded', figures.notSucceeded, { atMost: 0 }),
    ...invariants.missing,
    ...invariants.violations.map(({ invariant, because }) => `${invariant}: ${because}`),
  ];
}

export const queueOutageBench: Bench = {
  async run({ jobs = 4, seconds = 600, say }): Promise<BenchReport> {
    const figures = await runQueueOutageBench({
      ...{ seconds, agents: jobs, submitsPerSecond: 3, marginSeconds: 30, say },
    });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
