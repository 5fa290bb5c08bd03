/** What dispatch needs of a farm: local-cloud, one job server and one agent as processes; the table, lanes and bucket by the SDK. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoLedger, createLedgerTableInput } from '@reelyard/ledger';
import { type Started, start } from '../submit/child.ts';
import { bundleService } from '../bundle-service.ts';
import { flagsOfImage } from '../image-flags.ts';
import { type AgentProcess, startAgentProcess } from './agent-process.ts';

export interface DispatchFarm {
  readonly agent: AgentProcess;
  /** Resolves with the id of the accepted job. */
  submit(steps: readonly unknown[]): Promise<string>;
  rssMb(): { server: number; agent: number; cloud: number };
  stop(): Promise<void>;
}

const repository = resolve(import.meta.dirname, '../../..');
const names = { table: 'reelyard-bench-ledger', bucket: 'reelyard-bench-artifacts' };
const secret = '5d2f90c1';
const aws = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'local' };

export interface BenchEngine {
  readonly name: string;
  /** Folder with its `engine.json`. */
  readonly dir: string;
}

const scripted: BenchEngine = { name: 'scripted', dir: join(repository, 'engines/scripted') };

/** A farm without agents: whoever starts it brings them. */
export interface Ground {
  readonly dir: string;
  /** Environment of a service on this farm. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment of an agent on this farm, with folders of its own. */
  agentEnv(instance: string): Record<string, string>;
  bundleAgent(): Promise<string>;
  /** Resolves with the id of the accepted job. */
  submit(steps: readonly unknown[]): Promise<string>;
  /** Of the job server, with a key. */
  readonly address: { readonly url: string; readonly key: string };
  readonly cloud: Started;
  readonly server: Started;
  /** SIGKILL for the job server; another one listens on the same port when it resolves. */
  replaceServer(): Promise<void>;
  /** Ended before the rest, last added first. */
  onStop(end: () => Promise<void>): void;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** @param overrides environment variables over the defaults of every service, or what makes them of those defaults */
export async function startGround(
  engine: BenchEngine = scripted,
  overrides: Environment | ((env: Environment) => Promise<Environment>) = {},
): Promise<Ground> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-ground-'));
  const stops: (() => Promise<void>)[] = [() => Promise.resolve(rmSync(dir, { recursive: true, force: true }))];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const cloud = await startCloud(dir);
    stops.push(cloud.stop);
    const plain = { ...(await provision(cloud.ready)), ...aws, AWS_ENDPOINT_URL: cloud.ready };
    const env = { ...plain, ...(typeof overrides === 'function' ? await overrides(plain) : overrides) };
    const serverEnv = { ...env, ENGINE_MANIFESTS: dirname(engine.dir) };
    const main = await bundleService(join(repository, 'job-server/src/main.ts'), join(dir, 'server.mjs'));
    let server = await startServer(main, serverEnv);
    stops.push(() => server.stop());
    return {
      ...{ dir, env, cloud, stop },
      get server() {
        return server;
      },
      address: { url: server.ready, key: `ryk_bench_k1_${secret}` },
      replaceServer: async () => {
        await server.kill();
        server = await startServer(main, { ...serverEnv, PORT: new URL(server.ready).port });
      },
      agentEnv: (instance) => ({
        ...env,
        ...agentFolders(join(dir, instance), engine),
        INSTANCE_ID: instance,
        POOL: 'bench',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: cloud.ready,
      }),
      bundleAgent: () => bundleService(join(repository, 'render-agent/src/main.ts'), join(dir, 'agent.mjs')),
      submit: (steps) => submit(server.ready, engine.name, steps),
      onStop: (end) => void stops.push(end),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function startDispatchFarm(engine: BenchEngine = scripted): Promise<DispatchFarm> {
  const ground = await startGround(engine);
  const { cloud, server, submit, stop } = ground;
  try {
    const agent = await startAgentProcess(await ground.bundleAgent(), ground.agentEnv('i-bench'));
    ground.onStop(agent.stop);
    const rssMb = () => ({ server: server.rssMb(), agent: agent.rssMb(), cloud: cloud.rssMb() });
    return { agent, stop, submit, rssMb };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startCloud(dir: string): Promise<Started> {
  return start({
    name: 'local-cloud',
    argv: [join(repository, 'packages/local-cloud/src/main.ts'), '--dir', join(dir, 'cloud')],
    env: {},
    find: (line) => /"endpoint":"([^"]+)"/.exec(line)?.[1],
  });
}

async function provision(endpoint: string): Promise<Record<string, string>> {
  const credentials = { accessKeyId: aws.AWS_ACCESS_KEY_ID, secretAccessKey: aws.AWS_SECRET_ACCESS_KEY };
  const client = { endpoint, region: aws.AWS_REGION, credentials };
  const [dynamo, sqs, s3] = [
    new DynamoDBClient(client),
    new SQSClient(client),
    new S3Client({ ...client, forcePathStyle: true }),
  ];
  await dynamo.send(new CreateTableCommand(createLedgerTableInput(names.table)));
  await s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
  const urls: Record<string, string> = {};
  for (const queue of ['express', 'standard', 'bulk', 'events']) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `reelyard-bench-${queue}` }));
    urls[`QUEUE_${queue.toUpperCase()}_URL`] = QueueUrl ?? '';
  }
  const hash = createHash('sha256').update(secret).digest('hex');
  const ledger = createDynamoLedger({ client: dynamo, table: names.table });
  await ledger.putKey({ tenant: 'bench', id: 'k1', hash, name: 'bench', scope: 'admin', createdAt: Date.now() });
  for (const each of [dynamo, sqs, s3]) each.destroy();
  return { ...urls, LEDGER_TABLE: names.table, ARTIFACT_BUCKET: names.bucket };
}

function startServer(main: string, env: Record<string, string>): Promise<Started> {
  return start({
    name: 'job-server',
    argv: [...flagsOfImage(), main],
    env: { PORT: '0', ...env },
    find: (line) => {
      const port = /"port":(\d+).*server\.listening|server\.listening.*"port":(\d+)/.exec(line);
      return port ? `http://127.0.0.1:${port[1] ?? port[2] ?? ''}` : undefined;
    },
  });
}

/** Only the one engine, by a link: what is measured is the agent. */
function agentFolders(dir: string, engine: BenchEngine): { ENGINE_DIR: string; SCRATCH_DIR: string } {
  const engines = join(dir, 'engines');
  mkdirSync(engines, { recursive: true });
  symlinkSync(engine.dir, join(engines, engine.name));
  return { ENGINE_DIR: engines, SCRATCH_DIR: join(dir, 'scratch') };
}

async function submit(url: string, engine: string, steps: readonly unknown[]): Promise<string> {
  const reply = await fetch(`${url}/v1/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ryk_bench_k1_${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ engine, project: { steps } }),
  });
  const body = (await reply.json()) as { id?: string };
  if (reply.status !== 202 || body.id === undefined) throw new Error(`submit answered ${reply.status}`);
  return body.id;
}
