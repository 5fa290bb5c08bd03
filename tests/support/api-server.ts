/**
 * The API as customers meet it: one job server process over a loopback AWS process, two tenants with a key of each scope. The server can be
 * killed and started again at the same address.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { KEY_SCOPES, type KeyScope, LANES } from '@reelyard/contracts';
import { type Ledger, createDynamoLedger, createLedgerTableInput } from '@reelyard/ledger';
import { type Started, start } from '../bench/submit/child.ts';

export const TENANTS = ['acme', 'globex'] as const;
export type Tenant = (typeof TENANTS)[number];

export interface ApiServer {
  readonly url: string;
  readonly ledger: Ledger;
  readonly process: Started;
  key(tenant: Tenant, scope: KeyScope): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** After `kill`, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  /** Settings of the server beyond those of the farm. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program to run; its sources unless told. */
  readonly bundle?: (dir: string) => Promise<string>;
  readonly argv?: readonly string[];
}

const repository = resolve(import.meta.dirname, '../..');
const secret = '0123456789abcdef';
const keyIds: Readonly<Record<KeyScope, string>> = { admin: 'k1', render: 'k2', read: 'k3' };
/** Public parts of the keys that the server begins with. */
export const KEY_IDS: ReadonlySet<string> = new Set(Object.values(keyIds));
const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'local' };
const names = { table: 'reelyard-test-ledger', bucket: 'reelyard-test-artifacts' };

export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-api-'));
  const cloud = await start({
    name: 'local-cloud',
    argv: [join(repository, 'packages/local-cloud/src/main.ts'), '--dir', join(dir, 'cloud')],
    env: {},
    find: (line) => /"endpoint":"([^"]+)"/.exec(line)?.[1],
  });
  const stop = async (): Promise<void> => {
    await cloud.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    return await assemble(cloud, dir, options, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  cloud: Started,
  dir: string,
  { env = {}, bundle, argv = [] }: ApiServerOptions,
  stop: () => Promise<void>,
): Promise<ApiServer> {
  const { ledger, urls, destroy } = await provision(cloud.ready);
  const program = bundle ? await bundle(dir) : join(repository, 'job-server/src/main.ts');
  const run = (port: string): Promise<Started> =>
    start({
      name: 'job-server',
      argv: [...argv, program],
      env: {
        ...{ ...aws, ...urls, AWS_ENDPOINT_URL: cloud.ready, ENGINE_MANIFESTS: join(repository, 'engines') },
        ...{ LEDGER_TABLE: names.table, ARTIFACT_BUCKET: names.bucket, ...env, PORT: port },
      },
      find: (line) => {
        const found = /"port":(\d+).*server\.listening|server\.listening.*"port":(\d+)/.exec(line);
        return found ? `http://127.0.0.1:${found[1] ?? found[2] ?? ''}` : undefined;
      },
    });
  let server = await run('0');
  const url = server.ready;
  return {
    ...{ url, ledger },
    get process() {
      return server;
    },
    key: keyOf,
    kill: () => server.kill(),
    restart: async () => {
      server = await run(new URL(url).port);
    },
    stop: async () => {
      await server.stop();
      destroy();
      await stop();
    },
  };
}

const keyOf = (tenant: Tenant, scope: KeyScope): string => `ryk_${tenant}_${keyIds[scope]}_${secret}`;

async function provision(endpoint: string) {
  const credentials = { accessKeyId: aws.AWS_ACCESS_KEY_ID, secretAccessKey: aws.AWS_SECRET_ACCESS_KEY };
  const client = { endpoint, region: aws.AWS_REGION, credentials };
  const [dynamo, sqs, s3] = [
    new DynamoDBClient(client),
    new SQSClient(client),
    new S3Client({ ...client, forcePathStyle: true }),
  ];
  await dynamo.send(new CreateTableCommand(createLedgerTableInput(names.table)));
  await s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
  const made = [...LANES, 'events'].map(async (name) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `reelyard-test-${name}` }));
    return [`QUEUE_${name.toUpperCase()}_URL`, QueueUrl ?? ''] as const;
  });
  const urls = Object.fromEntries(await Promise.all(made));
  const ledger = createDynamoLedger({ client: dynamo, table: names.table });
  const hash = createHash('sha256').update(secret).digest('hex');
  for (const tenant of TENANTS) {
    for (const scope of KEY_SCOPES) {
      await ledger.putKey({ tenant, id: keyIds[scope], hash, name: `to ${scope}`, scope, createdAt: 0 });
    }
  }
  const destroy = (): void => {
    for (const each of [dynamo, sqs, s3]) each.destroy();
  };
  return { ledger, urls, destroy };
}
