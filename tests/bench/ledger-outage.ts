/**
 * The ledger throttled, four calls of five: clients that submit and look get what they asked for or a 503 that says when to come again, renders
 * that run go on where they are, and every job that was accepted ends. Timers are those of production unless told otherwise.
 */
import { type CheckResult } from '@reelyard/cli';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { Asker } from './outage/asker.ts';
import { type Crew, startCrew, TENANT } from './outage/crew.ts';
import { steadily } from './outage/steadily.ts';
import { Told } from './ledger-outage/told.ts';

export interface LedgerOutageOptions {
  seconds: number;
  /** Long renders under way when it begins; each has an agent. */
  renders: number;
  /** Agents besides, for the jobs that are accepted meanwhile. */
  spare: number;
  submitsPerSecond: number;
  looksPerSecond: number;
  /** Environment variables over the defaults of every service. */
  overrides?: Readonly<Record<string, string>>;
  say(text: string): void;
}

export interface LedgerOutageFigures {
  seconds: number;
  /** Calls to DynamoDB that were throttled. */
  throttled: number;
  /** Request → answer → how often: `202`, `503 retry-after`, … */
  answers: Record<string, Record<string, number>>;
  /** Answers that are neither 2xx nor a 503 with Retry-After, the first few in words. */
  strange: string[];
  strangeAnswers: number;
  answerMs: { p50: number; p99: number };
  accepted: number;
  /** From its first try until a client had its job accepted. */
  acceptedAfterMs: { p50: number; p99: number };
  renders: { running: number; restarted: number; succeeded: number };
  /** Of the jobs accepted meanwhile. */
  succeeded: number;
  /** From the end of the outage until every job had ended; long renders not counted. */
  restSeconds: number;
  invariants: Pick<CheckResult, 'ok' | 'lines' | 'violated' | 'violations' | 'missing'>;
  load: number;
}

const SHARE = 80;
const RULE = 'ledger-throttled';
const END_MS = 180_000;

export async function runLedgerOutageBench(options: LedgerOutageOptions): Promise<LedgerOutageFigures> {
  const { renders, spare, overrides = {}, say } = options;
  const crew = await startCrew({ agents: renders + spare, overrides, say });
  const asker = new Asker(crew.ground.address, 64);
  try {
    const long = await startRenders(crew, options);
    const told = new Told(asker, crew.history);
    const accepted = await throttle(crew, told, long, options);
    say('the ledger answers again: waiting until every job has ended');
    return await judge(crew, { told, long, accepted, seconds: options.seconds });
  } finally {
    await asker.close();
    await crew.stop();
  }
}

/** Longer than the outage, a report a second. */
async function startRenders(crew: Crew, { renders, seconds, say }: LedgerOutageOptions): Promise<string[]> {
  const steps = [{ progress: { frames: seconds + 10, everyMs: 1_000 } }];
  const body = { engine: 'scripted', project: { steps, frames: seconds + 10 } };
  const jobs = await Promise.all(
    Array.from({ length: renders }, (_, n) => crew.client.submit(body, `long-${n}`, Date.now() + END_MS)),
  );
  await Promise.all(jobs.map((job) => crew.said.heard(END_MS, { event: 'engine.started', job })));
  say(`${renders} long renders are under way`);
  return jobs;
}

interface Accepted {
  jobs: string[];
  afterMs: number[];
  throttled: number;
  endedAt: number;
}

async function throttle(
  crew: Crew,
  told: Told,
  long: readonly string[],
  options: LedgerOutageOptions,
): Promise<Accepted> {
  const { seconds, say } = options;
  const accepted: Accepted = { jobs: [], afterMs: [], throttled: 0, endedAt: 0 };
  crew.history.note('plan', { faults: [RULE] });
  await crew.door.addRule({ id: RULE, kind: 'throttle', match: { service: 'dynamodb', percent: SHARE }, seed: 7 });
  say(`${SHARE} % of all calls to DynamoDB are throttled for ${seconds} s`);
  const clients: Promise<void>[] = [];
  const sayAt = setInterval(() => say(`${JSON.stringify(told.counts)}, ${accepted.jobs.length} accepted`), 30_000);
  await Promise.all([
    steadily(options.submitsPerSecond, seconds, (n) => {
      clients.push(submitOne(told, `short-${n}`, accepted));
    }),
    steadily(options.looksPerSecond, seconds, (n) => {
      const known = [...long, ...accepted.jobs];
      clients.push(told.look(n, known[(n * 7) % known.length] ?? ''));
    }),
  ]);
  clearInterval(sayAt);
  accepted.throttled = await crew.door.endRule(RULE);
  accepted.endedAt = Date.now();
  crew.history.note('fault', { kind: RULE, times: accepted.throttled });
  await Promise.all(clients);
  return accepted;
}

async function submitOne(told: Told, key: string, accepted: Accepted): Promise<void> {
  const startedAt = Date.now();
  const job = await told.submit({ engine: 'scripted', project: { steps: [{ sleepMs: 20 }] } }, key, startedAt + END_MS);
  if (job === undefined) return;
  accepted.jobs.push(job);
  accepted.afterMs.push(Date.now() - startedAt);
}

interface Run {
  told: Told;
  long: readonly string[];
  accepted: Accepted;
  seconds: number;
}

async function judge(crew: Crew, { told, long, accepted, seconds }: Run): Promise<LedgerOutageFigures> {
  const succeeded = await countSucceeded(crew, accepted.jobs);
  const restSeconds = Math.round((Date.now() - accepted.endedAt) / 100) / 10;
  const done = await countSucceeded(crew, long);
  const restarted = await Promise.all(long.map(async (job) => wasRestarted(crew, job)));
  const check = await crew.judge([...long, ...accepted.jobs], ['faults', 'T1', 'T4', 'T5', 'T6']);
  const { ok, lines, violated, violations, missing } = check;
  return {
    ...{ seconds, throttled: accepted.throttled, answers: told.counts },
    ...{ strange: told.strange.slice(0, 5), strangeAnswers: told.strange.length },
    answerMs: { p50: Math.round(quantile(told.answerMs, 0.5)), p99: Math.round(quantile(told.answerMs, 0.99)) },
    accepted: accepted.jobs.length,
    acceptedAfterMs: { p50: quantile(accepted.afterMs, 0.5), p99: quantile(accepted.afterMs, 0.99) },
    renders: { running: long.length, restarted: restarted.filter(Boolean).length, succeeded: done },
    ...{ succeeded, restSeconds },
    invariants: { ok, lines, violated, violations, missing },
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

async function countSucceeded(crew: Crew, jobs: readonly string[]): Promise<number> {
  const giveUpAt = Date.now() + END_MS;
  let succeeded = 0;
  for (const job of jobs)
    for (;;) {
      const state = (await crew.ledger.findJob(TENANT, job))?.state;
      if (state === 'succeeded') succeeded += 1;
      if ((state !== 'queued' && state !== 'rendering') || Date.now() > giveUpAt) break;
      await wait(200);
    }
  return succeeded;
}

/** Claimed once, and one engine ran for it. */
async function wasRestarted({ ledger, said }: Crew, job: string): Promise<boolean> {
  const [task] = await ledger.listTasks(job);
  const engines = said.of(job).filter(({ event }) => event === 'engine.started').length;
  return task?.epoch !== 1 || engines !== 1;
}

export function missesOf(figures: LedgerOutageFigures): string[] {
  const { renders, invariants } = figures;
  return [
    ...figures.strange,
    ...mustBe('strangeAnswers', figures.strangeAnswers, { atMost: 0 }),
    ...mustBe('throttled', figures.throttled, { atLeast: 100 }),
    ...mustBe('accepted', figures.accepted, { atLeast: 1 }),
    ...mustBe('succeeded', figures.succeeded, { atLeast: figures.accepted }),
    ...mustBe('renders.restarted', renders.restarted, { atMost: 0 }),
    ...mustBe('renders.succeeded', renders.succeeded, { atLeast: renders.running }),
    ...invariants.missing,
    ...invariants.violations.map(({ invariant, because }) => `${invariant}: ${because}`),
  ];
}

export const ledgerOutageBench: Bench = {
  async run({ jobs = 6, seconds = 300, say }): Promise<BenchReport> {
    const figures = await runLedgerOutageBench({
      ...{ seconds, renders: jobs, spare: 3, submitsPerSecond: 2, looksPerSecond: 6, say },
    });
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
