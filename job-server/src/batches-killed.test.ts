import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANES } from '@reelyard/contracts';
import { type Ledger, createDynamoLedger, createLedgerTableInput } from '@reelyard/ledger';
import { type RunningProcess, runProcess } from './testing/run-process.ts';
import { aComposition } from './testing/start-test-server.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-batches-'));
const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'local' };
const bucket = 'reelyard-test-artifacts';
const key = 'ryk_acme_k1_0123456789abcdef';

let cloud: RunningProcess;
let server: RunningProcess;
let url: string;
let env: Record<string, string>;
let ledger: Ledger;
let s3: S3Client;

async function startServer(): Promise<void> {
  server = runProcess('@reelyard/job-server/main', [], env);
  const ready = await server.waitFor((line) => line['event'] === 'server.listening');
  url = `http://127.0.0.1:${String(ready['port'])}`;
}

/** No chance to say anything; what it held runs out within its lease of three seconds. */
async function killServer(): Promise<void> {
  await server.stop('SIGKILL');
  await startServer();
}

beforeAll(async () => {
  cloud = runProcess('@reelyard/local-cloud/main', ['--dir', join(dir, 'cloud')], {});
  const endpoint = String((await cloud.waitFor((line) => line['ready'] === true))['endpoint']);
  const credentials = { accessKeyId: aws.AWS_ACCESS_KEY_ID, secretAccessKey: aws.AWS_SECRET_ACCESS_KEY };
  const client = { endpoint, region: aws.AWS_REGION, credentials };
  const [sqs, dynamo] = [new SQSClient(client), new DynamoDBClient(client)];
  await dynamo.send(new CreateTableCommand(createLedgerTableInput('ledger')));
  s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const made = LANES.map(async (lane) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `lane-${lane}` }));
    return [`QUEUE_${lane.toUpperCase()}_URL`, QueueUrl ?? ''] as const;
  });
  const hash = createHash('sha256').update('0123456789abcdef').digest('hex');
  ledger = createDynamoLedger({ client: dynamo, table: 'ledger' });
  await ledger.putKey({ tenant: 'acme', id: 'k1', hash, name: 'test', createdAt: 0 });
  const names = { AWS_ENDPOINT_URL: endpoint, LEDGER_TABLE: 'ledger', ARTIFACT_BUCKET: bucket };
  const timers = { LEASE_MS: '3000', SWEEPER_MS: '200' };
  env = { ...aws, ...Object.fromEntries(await Promise.all(made)), ...names, ...timers, PORT: '0' };
  await startServer();
});

afterAll(async () => {
  await server.stop();
  await cloud.stop();
  s3.destroy();
  rmSync(dir, { recursive: true, force: true });
});

const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({ composition: aComposition(), metadata: { row: String(at + 1) } }),
  ).join('\n');

function open(path: string, idempotencyKey: string) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
  const request = openRequest(`${url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': idempotencyKey },
  });
  request.on('error', () => undefined);
  return request;
}

interface BatchView {
  readonly id: string;
  readonly state: string;
  readonly rows: { readonly received: number; readonly accepted: number; readonly rejected: number };
  readonly jobs: Readonly<Record<string, number>>;
  readonly code?: string;
}

async function get(path: string, method = 'GET'): Promise<BatchView> {
  const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${key}` } });
  return (await response.json()) as BatchView;
}

async function send(path: string, idempotencyKey: string, body: string): Promise<BatchView> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
  const asked = { method: 'POST', headers: { ...headers, 'idempotency-key': idempotencyKey }, body };
  return (await (await fetch(`${url}${path}`, asked)).json()) as BatchView;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come true in 90 s`);
    await sleep(50);
  }
}

/** Every job of the tenant that is of the batch, straight from its own row, by the row that it says it was made of. */
async function rowsWithJobs(batch: string): Promise<(number | undefined)[]> {
  const rows: (number | undefined)[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ledger.listJobs({ tenant: 'acme', limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.items.filter((job) => job.batch === batch).map((job) => job.row));
    cursor = page.cursor;
    if (cursor === undefined) return rows.toSorted((a, b) => (a ?? 0) - (b ?? 0));
  }
}

const counted = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('a batch whose server is killed', () => {
  it('between two rows says that it is incomplete, and with its key goes on without a second job for any row', async () => {
    const body = rowsOf(60);
    const stream = open('/v1/batches', 'half');
    stream.write(body.slice(0, body.length / 2));
    const { id } = await until('a job of the batch', async () => {
      const [batch] = (await ledger.listBatches({ tenant: 'acme', limit: 1 })).items;
      return batch && (await ledger.findLastRow(batch.id)) > 0 ? batch : undefined;
    });
    await killServer();
    stream.destroy();
    const cut = await until('the end of the batch', async () => {
      const batch = await get(`/v1/batches/${id}`);
      return batch.state === 'incomplete' ? batch : undefined;
    });
    expect(cut).toMatchObject({ because: { code: 'server_lost' } });
    const whole = await send('/v1/batches', 'half', body);
    expect(whole).toMatchObject({ id, state: 'accepted', rows: { received: 60, accepted: 60, rejected: 0 } });
    expect(await rowsWithJobs(id)).toEqual(counted(60));
  });

  it('after it was taken in as a whole has every row submitted once by the next server', async () => {
    const accepted = await send('/v1/batches?mode=all-or-nothing', 'whole', rowsOf(900));
    expect(accepted.state).toBe('submitting');
    await until('a first row', async () => ((await ledger.findLastRow(accepted.id)) > 0 ? true : undefined));
    await killServer();
    const batch = await until('all rows', async () => {
      const found = await get(`/v1/batches/${accepted.id}`);
      return found.state === 'accepted' ? found : undefined;
    });
    expect(batch.rows).toEqual({ received: 900, accepted: 900, rejected: 0 });
    expect(await rowsWithJobs(accepted.id)).toEqual(counted(900));
    const left = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'batches/' }));
    expect(left.Contents ?? []).toEqual([]);
  });

  it('after it was canceled has no job that goes on', async () => {
    const { id } = await send('/v1/batches', 'canceled', rowsOf(250));
    expect(await get(`/v1/batches/${id}/cancel`, 'POST')).toMatchObject({ state: 'canceling' });
    await killServer();
    const batch = await until('the end of the cancel', async () => {
      const found = await get(`/v1/batches/${id}`);
      return found.state === 'canceled' && found.jobs['canceled'] === 250 ? found : undefined;
    });
    expect(batch.jobs).toMatchObject({ queued: 0, rendering: 0, canceled: 250 });
  });
});

describe('a server that ends in order', () => {
  it('leaves a batch that still comes to the next one, at once', async () => {
    const stream = open('/v1/batches', 'drain');
    stream.write(`${rowsOf(5)}\n`);
    await until('a job of the batch', async () => {
      const [batch] = (await ledger.listBatches({ tenant: 'acme', limit: 1 })).items;
      return batch && (await ledger.findLastRow(batch.id)) === 5 ? batch : undefined;
    });
    const answered = once(stream, 'response') as Promise<[{ statusCode: number }]>;
    const ended = server.stop();
    expect((await answered)[0].statusCode).toBe(503);
    expect(await ended).toBe(0);
    await startServer();
    expect(await send('/v1/batches', 'drain', rowsOf(7))).toMatchObject({ state: 'accepted', rows: { accepted: 7 } });
  });
});
