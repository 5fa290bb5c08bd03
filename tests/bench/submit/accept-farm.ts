/** The accepting half of a farm: local-cloud and one job server as processes, table, lanes and a key made through the SDK. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { LANES } from '@reelyard/contracts';
import { type Ledger, createDynamoLedger, createLedgerTableInput } from '@reelyard/ledger';
import { bundleService } from '../bundle-service.ts';
import { flagsOfImage } from '../image-flags.ts';
import { type Started, start } from './child.ts';

export interface AcceptFarm {
  readonly url: string;
  readonly key: string;
  readonly cloud: Started;
  readonly server: Started;
  readonly ledger: Ledger;
  /** Messages in the standard lane. */
  countMessages(): Promise<number>;
  stop(): Promise<void>;
}

const repository = resolve(import.meta.dirname, '../../..');
const table = 'reelyard-bench-ledger';
const secret = 'be9c4b3a';
const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'local' };

export async function startAcceptFarm(): Promise<AcceptFarm> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-bench-'));
  const cloud = await start({
    name: 'local-cloud',
    argv: [join(repository, 'packages/local-cloud/src/main.ts'), '--dir', join(dir, 'cloud')],
    env: {},
    find: (line) => /"endpoint":"([^"]+)"/.exec(line)?.[1],
  });
  try {
    return await assemble(cloud, dir);
  } catch (error) {
    await cloud.stop();
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function assemble(cloud: Started, dir: string): Promise<AcceptFarm> {
  const client = {
    endpoint: cloud.ready,
    region: aws.AWS_REGION,
    credentials: { accessKeyId: aws.AWS_ACCESS_KEY_ID, secretAccessKey: aws.AWS_SECRET_ACCESS_KEY },
  };
  const [dynamo, sqs] = [new DynamoDBClient(client), new SQSClient(client)];
  await dynamo.send(new CreateTableCommand(createLedgerTableInput(table)));
  const urls = await makeLanes(sqs);
  const ledger = createDynamoLedger({ client: dynamo, table });
  const hash = createHash('sha256').update(secret).digest('hex');
  await ledger.putKey({ tenant: 'bench', id: 'k1', hash, name: 'bench', scope: 'admin', createdAt: Date.now() });
  const server = await startServer(dir, cloud.ready, urls);
  const key = `ryk_bench_k1_${secret}`;
  await listen(server.ready, key);
  return {
    url: server.ready,
    key,
    ...{ cloud, server, ledger },
    countMessages: () => countMessages(sqs, urls['QUEUE_STANDARD_URL'] ?? ''),
    stop: async () => {
      await server.stop();
      await cloud.stop();
      dynamo.destroy();
      sqs.destroy();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Somebody wants to hear of the end of each job, as in production; no job of this bench ends. */
async function listen(origin: string, key: string): Promise<void> {
  const response = await fetch(new URL('/v1/webhook-endpoints', origin), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'https://hooks.example.com/reelyard', events: ['job.succeeded', 'job.failed'] }),
  });
  if (!response.ok) throw new Error(`POST /v1/webhook-endpoints: ${response.status} ${await response.text()}`);
}

/** Counted at each request and never reached. */
const LIMITS = { requestsPerMinute: 600_000 };

async function makeLanes(sqs: SQSClient): Promise<Record<string, string>> {
  const entries = LANES.map(async (lane) => {
    const reply = await sqs.send(new CreateQueueCommand({ QueueName: `reelyard-bench-${lane}` }));
    return [`QUEUE_${lane.toUpperCase()}_URL`, reply.QueueUrl ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function startServer(dir: string, endpoint: string, urls: Record<string, string>): Promise<Started> {
  const main = await bundleService(join(repository, 'job-server/src/main.ts'), join(dir, 'server.mjs'));
  return start({
    name: 'job-server',
    argv: [...flagsOfImage(), ...profiling(), main],
    env: {
      ...{ ...aws, ...urls, AWS_ENDPOINT_URL: endpoint, LEDGER_TABLE: table, ARTIFACT_BUCKET: 'bench', PORT: '0' },
      ENGINE_MANIFESTS: join(repository, 'engines'),
      LIMITS: JSON.stringify(LIMITS),
    },
    find: (line) => {
      const port = /"port":(\d+).*server\.listening|server\.listening.*"port":(\d+)/.exec(line);
      return port ? `http://127.0.0.1:${port[1] ?? port[2] ?? ''}` : undefined;
    },
  });
}

/** `BENCH_PROFILE=<folder>` leaves a CPU profile of the server there. */
function profiling(): string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

async function countMessages(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}
