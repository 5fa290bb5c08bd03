/**
 * What a whole tick costs at the edge of what it reads exactly: 5,000 waiting tasks and 1,000 busy machines in the real ledger on the loopback's
 * DynamoDB. The scaler runs bundled in a process of its own, so its memory is its own; the table answers from this one.
 */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoLedger, createLedgerTableInput, type Ledger } from '@reelyard/ledger';
import { type CallCount, type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, type BenchReport, mustBe, quantile } from './bench.ts';
import { bundleService } from './bundle-service.ts';
import { INSTANCES, rowOf } from './tick/fleet.ts';

const TABLE = 'ledger';
const WAITING = 5_000;
/** Tasks of one job: a submit is one transaction of at most a hundred items. */
const SEGMENTS = 50;
const CONCURRENCY = 16;

export interface WholeTickFigures {
  readonly waiting: number;
  readonly instances: number;
  readonly tickMs: { readonly p50: number; readonly p95: number };
  /** Of the scaler's process; the rest of a tick is the loopback's. */
  readonly cpuMs: { readonly p50: number; readonly p95: number };
  readonly coreCpuMs: { readonly p50: number; readonly p95: number };
  readonly rssMb: number;
  /** By operation; DynamoDB's as the table counted them. */
  readonly callsPerTick: Readonly<Record<string, number>>;
}

interface Said {
  ticks: number[];
  cpuMs: number[];
  coreMs: number[];
  rssMb: number;
  waiting: number;
  perTick: Record<string, number>;
}

export async function runTickBench(say: (text: string) => void, waiting = WAITING): Promise<WholeTickFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-tick-'));
  const cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
  try {
    say(`seeding ${waiting} tasks and ${INSTANCES} machines`);
    await seed(cloud, waiting);
    await fetch(`${cloud.endpoint}/_local/calls:reset`, { method: 'POST' });
    say('ticking');
    const bundle = await bundleService(join(import.meta.dirname, 'tick/scaler.ts'), join(dir, 'scaler.mjs'));
    const said = await runScaler(bundle, cloud.endpoint);
    const figures = {
      tickMs: percentiles(said.ticks),
      cpuMs: percentiles(said.cpuMs),
      coreCpuMs: percentiles(said.coreMs),
    };
    const callsPerTick = { ...(await readCalls(cloud.endpoint)), ...said.perTick };
    return { waiting: said.waiting, instances: INSTANCES, ...figures, rssMb: round(said.rssMb), callsPerTick };
  } finally {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function seed(cloud: LocalCloud, waiting: number): Promise<void> {
  const credentials = { accessKeyId: 'seeder', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  await client.send(new CreateTableCommand(createLedgerTableInput(TABLE)));
  const ledger = createDynamoLedger({ client, table: TABLE });
  const now = Date.now();
  await inParallel(Math.ceil(waiting / SEGMENTS), (n) => submit(ledger, n, now));
  await inParallel(INSTANCES, (n) => ledger.createInstance(rowOf(n, now + 60_000)));
  client.destroy();
}

async function submit(ledger: Ledger, n: number, now: number): Promise<void> {
  await ledger.submit(
    {
      ...{ tenant: 'bench', id: `job_${n}`, lane: (['express', 'standard', 'bulk'] as const)[n % 3] ?? 'bulk' },
      ...{ payload: { engine: 'reel', composition: {} }, notBefore: now, deadlineAt: now + 86_400_000 + n },
      tasks: [...Array.from({ length: SEGMENTS }, () => task('render')), task('assemble')],
      minAgentVersion: 0,
    },
    now,
  );
}

const task = (kind: 'render' | 'assemble') => ({
  kind,
  features: { engine: 'reel', frames: 300, pixels: 1_920 * 1_080 },
});

async function inParallel(count: number, run: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

function runScaler(bundle: string, endpoint: string): Promise<Said> {
  const aws = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'scaler' };
  const env = { PATH: process.env['PATH'], ...aws, AWS_SECRET_ACCESS_KEY: 'local', LEDGER_TABLE: TABLE };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '') as Said)
        : reject(new Error(`exit ${code}`)),
    );
  });
}

/** The scaler ticked 26 times: warm-up, measured, and the one that showed its snapshot. */
async function readCalls(endpoint: string): Promise<Record<string, number>> {
  const reply = await fetch(`${endpoint}/_local/calls`);
  const { calls } = (await reply.json()) as { calls: CallCount[] };
  const made = calls.filter(({ accessKeyId, service }) => accessKeyId === 'scaler' && service === 'dynamodb');
  const counts: Record<string, number> = {};
  for (const { action, count } of made) counts[action] = (counts[action] ?? 0) + count;
  return Object.fromEntries(Object.entries(counts).map(([action, count]) => [action, round(count / 26)]));
}

function percentiles(values: readonly number[]): { p50: number; p95: number } {
  return { p50: round(quantile(values, 0.5)), p95: round(quantile(values, 0.95)) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

export function missesOf({ tickMs, coreCpuMs, rssMb }: WholeTickFigures): string[] {
  return [
    ...mustBe('tickMs.p50', tickMs.p50, { atMost: 300 }),
    ...mustBe('coreCpuMs.p50', coreCpuMs.p50, { atMost: 50 }),
    ...mustBe('rssMb', rssMb, { atMost: 200 }),
  ];
}

export const tickBench: Bench = {
  async run({ jobs, say }): Promise<BenchReport> {
    const figures = await runTickBench(say, jobs);
    return { figures: { ...figures }, misses: missesOf(figures) };
  },
};
