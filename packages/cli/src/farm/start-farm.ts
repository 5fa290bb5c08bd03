/**
 * A whole farm on this machine: the loopback AWS with everything provisioned through its API, and the job server.
 * Invariant: what it started it ends, also when a later step fails.
 */
import { type Names, namesOf } from '@reelyard/infra';
import { dev, type Environment } from '@reelyard/environments';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildAgentBundle } from '../bundle/agent-bundle.ts';
import { buildEnginePackage } from '../bundle/engine-package.ts';
import { buildCanaryZip, buildScalerZip } from '../bundle/lambda-zip.ts';
import { cacheDir, repository } from '../bundle/repository.ts';
import { Child } from './child.ts';
import { createKey } from './create-key.ts';
import { provisionCanary } from './provision/canary.ts';
import { type Clients, createClients, destroyClients, type ProvisionContext } from './provision/context.ts';
import { provisionFleet } from './provision/fleet.ts';
import { provisionFunctions } from './provision/functions.ts';
import { type Packages, provisionPackages } from './provision/packages.ts';
import { provisionQueues, type QueueUrls } from './provision/queues.ts';
import { provisionStorage } from './provision/storage.ts';
import {
  agentEnvironment,
  canaryEnvironment,
  type FarmSettings,
  jobServerEnvironment,
  scalerEnvironment,
} from './service-environment.ts';

export interface FarmOptions {
  /** Folder of all state and logs; a farm started on it again goes on where it stopped. */
  dir: string;
  /** Name of the engine that instances get; default `reel`. */
  engine?: string;
  /** Port of the job server, 0 for any. */
  port?: number;
  /** Pools, timers and objectives; default `dev`. */
  environment?: Environment;
  /** The canary too, with a job of its own where the engine reads no compositions. Absent: nobody sings. */
  canary?: { job?: unknown };
  /** Environment variables over the defaults of every service, e.g. `HEARTBEAT_MS`. */
  overrides?: Record<string, string>;
  /** Progress for people. */
  onStep?: (text: string) => void;
}

export interface Farm {
  url: string;
  key: string;
  /** Of the loopback AWS. */
  endpoint: string;
  dir: string;
  names: Names;
  queues: QueueUrls;
  pools: readonly string[];
  clients: Clients;
  ledger: Ledger;
  cloud: Child;
  jobServer: Child;
  /** Starts a job server again after it was killed; resolves with its new address. */
  restartJobServer(): Promise<string>;
  /** Ends every process of the farm; its state stays in the folder. */
  stop(): Promise<void>;
}

const region = dev.region;
const accountId = '000000000000';
const tenant = 'demo';
/** Job server and cloud drain within this. */
const stopWithinMs = 20_000;

export async function startFarm(options: FarmOptions): Promise<Farm> {
  const say = options.onStep ?? (() => undefined);
  await mkdir(options.dir, { recursive: true });
  const started: Child[] = [];
  try {
    const [packages, cloud] = await Promise.all([
      buildPackages(options.engine ?? 'reel'),
      startCloud(options.dir, started),
    ]);
    say(`loopback AWS on ${cloud.endpoint}`);
    const settings = await provision(options, cloud.endpoint, packages);
    say(`provisioned: table, queues, buckets, functions, documents, pools ${settings.pools.join(', ')}`);
    const jobServer = await startJobServer(options, settings.farm, started);
    say(`job server on ${jobServer.url}`);
    if (options.canary) await startCanary(options, settings, jobServer.url);
    return assembleFarm(options, settings, { ...cloud, ...jobServer }, started);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

interface Built extends Packages {
  zip: Uint8Array;
}

async function buildPackages(engineName: string): Promise<Built> {
  const [zip, agent, engine] = await Promise.all([
    buildScalerZip(),
    buildAgentBundle(cacheDir),
    buildEnginePackage(cacheDir, engineName),
  ]);
  return { zip, agent, engine };
}

async function startCloud(dir: string, started: Child[]): Promise<{ cloud: Child; endpoint: string }> {
  const cloud = new Child({
    name: 'local-cloud',
    file: repository('packages/local-cloud/src/main.ts'),
    args: ['--dir', join(dir, 'cloud')],
    env: { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin' },
    logFile: join(dir, 'local-cloud.out'),
  });
  started.push(cloud);
  const ready = await cloud.waitFor((line) => line['ready'] === true);
  return { cloud, endpoint: String(ready['endpoint']) };
}

interface Provisioned {
  farm: FarmSettings;
  context: ProvisionContext;
  clients: Clients;
  pools: readonly string[];
}

async function provision(options: FarmOptions, endpoint: string, built: Built): Promise<Provisioned> {
  const names = namesOf(options.environment ?? dev, accountId);
  const clients = createClients(endpoint, region);
  const context: ProvisionContext = { names, clients, region, accountId };
  await provisionStorage(context);
  const queues = await provisionQueues(context);
  const environment = options.environment ?? dev;
  const engine = built.engine.manifest;
  const overrides = options.overrides ?? {};
  const farm: FarmSettings = { environment, region, endpoint, names, queues, engine, overrides };
  await provisionPackages(context, built, agentEnvironment(farm));
  await provisionFleet(context, environment.pools);
  await provisionFunctions(context, built.zip, scalerEnvironment(farm));
  return { farm, context, clients, pools: environment.pools.map((pool) => pool.name) };
}

async function startJobServer(
  options: FarmOptions,
  settings: FarmSettings,
  started: Child[],
): Promise<{ jobServer: Child; url: string }> {
  const jobServer = new Child({
    name: 'job-server',
    file: repository('job-server/src/main.ts'),
    env: { ...jobServerEnvironment(settings), ...(options.port === undefined ? {} : { PORT: String(options.port) }) },
    logFile: join(options.dir, 'job-server.log'),
  });
  started.push(jobServer);
  const listening = await jobServer.waitFor((line) => line['event'] === 'server.listening');
  return { jobServer, url: `http://127.0.0.1:${String(listening['port'])}` };
}

/** Again when the job server has moved: the function is told where it is. */
async function startCanary(
  { canary = {} }: FarmOptions,
  { farm, context, clients }: Provisioned,
  url: string,
): Promise<void> {
  const ledger = createDynamoLedger({ client: clients.dynamo, table: farm.names.table });
  const environment = canaryEnvironment(farm, url, canary.job);
  await provisionCanary(context, ledger, { zip: await buildCanaryZip(), environment });
}

async function assembleFarm(
  options: FarmOptions,
  provisioned: Provisioned,
  running: { cloud: Child; endpoint: string; jobServer: Child; url: string },
  started: Child[],
): Promise<Farm> {
  const { farm: settings, clients, pools } = provisioned;
  const ledger = createDynamoLedger({ client: clients.dynamo, table: settings.names.table });
  const key = await createKey(ledger, tenant, 'made by reelyard up', Date.now());
  const farm: Farm = {
    ...running,
    key,
    dir: options.dir,
    names: settings.names,
    queues: settings.queues,
    pools,
    clients,
    ledger,
    restartJobServer: async () => {
      Object.assign(farm, await startJobServer(options, settings, started));
      if (options.canary) await startCanary(options, provisioned, farm.url);
      return farm.url;
    },
    stop: async () => {
      destroyClients(clients);
      await stopAll(started);
    },
  };
  return farm;
}

/** Last started first: the job server drains while the cloud still answers. */
async function stopAll(started: Child[]): Promise<void> {
  for (const child of started.splice(0).reverse()) await child.stop(stopWithinMs);
}
