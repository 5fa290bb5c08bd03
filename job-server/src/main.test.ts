import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANES } from '@reelyard/contracts';
import { createDynamoLedger, createLedgerTableInput } from '@reelyard/ledger';
import { type RunningProcess, runProcess } from './testing/run-process.ts';
import { aComposition } from './testing/start-test-server.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-job-server-'));
const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'local' };
const table = 'reelyard-test-ledger';
const bucket = 'reelyard-test-artifacts';
const key = 'ryk_acme_k1_0123456789abcdef';

let cloud: RunningProcess;
let server: RunningProcess;
let url: string;
let sqs: SQSClient;
let queues: Record<string, string>;
let serverEnv: Record<string, string>;

async function startServer(): Promise<void> {
  server = runProcess('@reelyard/job-server/main', [], serverEnv);
  const ready = await server.waitFor((line) => line['event'] === 'server.listening');
  url = `http://127.0.0.1:${String(ready['port'])}`;
}

beforeAll(async () => {
  cloud = runProcess('@reelyard/local-cloud/main', ['--dir', join(dir, 'cloud')], {});
  const endpoint = String((await cloud.waitFor((line) => line['ready'] === true))['endpoint']);
  const credentials = { accessKeyId: aws.AWS_ACCESS_KEY_ID, secretAccessKey: aws.AWS_SECRET_ACCESS_KEY };
  const client = { endpoint, region: aws.AWS_REGION, credentials };
  sqs = new SQSClient(client);
  const dynamo = new DynamoDBClient(client);
  await dynamo.send(new CreateTableCommand(createLedgerTableInput(table)));
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const made = LANES.map(async (lane) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `reelyard-test-${lane}` }));
    return [`QUEUE_${lane.toUpperCase()}_URL`, QueueUrl ?? ''] as const;
  });
  queues = Object.fromEntries(await Promise.all(made));
  const hash = createHash('sha256').update('0123456789abcdef').digest('hex');
  const ledger = createDynamoLedger({ client: dynamo, table });
  await ledger.putKey({ tenant: 'acme', id: 'k1', hash, name: 'test', createdAt: 0 });
  serverEnv = {
    ...aws,
    ...queues,
    AWS_ENDPOINT_URL: endpoint,
    LEDGER_TABLE: table,
    ARTIFACT_BUCKET: bucket,
    PORT: '0',
  };
  await startServer();
});

afterAll(async () => {
  await server.stop();
  await cloud.stop();
  sqs.destroy();
  rmSync(dir, { recursive: true, force: true });
});

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the job server as a process, over DynamoDB, SQS and S3', () => {
  it('is ready', async () => {
    expect((await call('GET', '/readyz')).status).toBe(200);
  });

  it('accepts a job that a lane then announces, and follows and cancels it', async () => {
    const accepted = await call('POST', '/v1/jobs', { composition: aComposition(), lane: 'express' });
    expect(accepted.status).toBe(202);
    const id = String(accepted.body['id']);
    const QueueUrl = queues['QUEUE_EXPRESS_URL'];
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    expect(Messages.map(({ Body }) => JSON.parse(Body ?? '') as unknown)).toEqual([
      { v: 1, tenant: 'acme', job: id, task: 0 },
    ]);
    expect((await call('GET', `/v1/jobs/${id}`)).body).toMatchObject({ state: 'queued', percent: 0 });
    expect((await call('GET', '/v1/jobs?limit=1')).body).toMatchObject({ jobs: [{ id }] });
    expect((await call('POST', `/v1/jobs/${id}/cancel`)).body).toMatchObject({ state: 'canceled' });
    const retried = await call('POST', `/v1/jobs/${id}/retry`);
    expect(retried.status).toBe(202);
  });

  it('takes an upload of exactly the size that was announced, and renders from it', async () => {
    const bytes = Buffer.from('not really a picture');
    const asset = await call('POST', '/v1/assets', { name: 'a.jpg', contentType: 'image/jpeg', bytes: bytes.length });
    expect(asset.status).toBe(201);
    const { uploadUrl, headers, uri } = asset.body as {
      uploadUrl: string;
      headers: Record<string, string>;
      uri: string;
    };
    const composition = aComposition({ tracks: [{ clips: [{ length: 1, asset: { kind: 'image', src: uri } }] }] });
    expect((await call('POST', '/v1/jobs', { composition })).status).toBe(422);
    const upload = await fetch(uploadUrl, { method: 'PUT', headers, body: bytes });
    expect([upload.status, await upload.text()]).toEqual([200, '']);
    expect((await call('POST', '/v1/jobs', { composition })).status).toBe(202);
  });

  it('gives one byte-equal reply to one key', async () => {
    const send = async () => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': 'k-1' };
      const response = await fetch(`${url}/v1/jobs`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ composition: aComposition() }),
      });
      return `${response.status} ${await response.text()}`;
    };
    const replies = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(replies).size).toBe(1);
    expect(replies[0]).toMatch(/^202 /);
  });

  it('loses no accepted job when it is killed under load: the next server rings for all of them', async () => {
    const accepted = new Set<string>();
    const submit = async () => {
      const reply = await call('POST', '/v1/jobs', { composition: aComposition(), lane: 'bulk' }).catch(
        () => undefined,
      );
      if (reply?.status === 202) accepted.add(String(reply.body['id']));
      if (accepted.size === 40) await server.stop('SIGKILL');
    };
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let n = 0; n < 10; n += 1) await submit();
      }),
    );
    expect(accepted.size).toBeGreaterThanOrEqual(40);
    expect(accepted.size).toBeLessThan(200);
    await startServer();
    const missing = new Set(accepted);
    const input = { QueueUrl: queues['QUEUE_BULK_URL'], MaxNumberOfMessages: 10, WaitTimeSeconds: 10 };
    while (missing.size > 0) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
      for (const { Body } of Messages) missing.delete((JSON.parse(Body ?? '') as { job: string }).job);
    }
  });

  it('ends with 0 on SIGTERM', async () => {
    expect(await server.stop()).toBe(0);
  });
});
