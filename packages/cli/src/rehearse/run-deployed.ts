/** Runs what was deployed: the loopback AWS seeded from moto server, and the job server of the task definition in its image. */
import { type Environment } from '@reelyard/environments';
import { namesOf } from '@reelyard/infra';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../bundle/repository.ts';
import { Child } from '../farm/child.ts';
import { type Clients, createClients, destroyClients } from '../farm/provision/context.ts';
import { checkAdded } from './added-variables.ts';
import { type BetweenClouds } from './between-clouds.ts';
import { mapApi } from './deployed-canary.ts';
import { Closers } from './closers.ts';
import { type DeployedServer, readDeployedServer } from './deployed-server.ts';
import { openDoor } from './one-at-a-time.ts';
import { functionVariables, instanceVariables, type Places, serverVariables } from './places.ts';
import { type SeededEvents, seedEvents } from './seed-events.ts';
import { seedFleet } from './seed-fleet.ts';
import { type SeededFunction, seedFunctions } from './seed-functions.ts';
import { seedSsm } from './seed-ssm.ts';

export interface DeployedFarm {
  url: string;
  places: Places;
  /** Of moto, tables through the door. */
  moto: Clients;
  cloud: Clients;
  ran: Ran;
  stopServer(): Promise<void>;
  /** Ends every process of it. */
  stop(): Promise<void>;
}

/** What runs, and what was added to its environment. */
export interface Ran {
  server: { image: string; added: string[] };
  functions: SeededFunction[];
  events: SeededEvents;
  groups: string[];
  templates: string[];
  documents: string[];
  parameters: string[];
  /** Variables that instances get beside those of their parameter. */
  instances: string[];
}

export interface DeployedOptions {
  environment: Environment;
  dir: string;
  /** Products of the build. */
  dist: string;
  moto: string;
  closers: Closers;
}

/** Job server and cloud drain within this. */
const stopWithinMs = 30_000;

export async function runDeployed(options: DeployedOptions): Promise<DeployedFarm> {
  const { environment, moto } = options;
  const { region } = environment;
  const closers = new Closers();
  const stop = options.closers.add('what was deployed', () => endAll(closers));
  const door = await openDoor(moto);
  closers.add('door to the tables', () => door.close());
  const places: Places = { moto, tables: door.endpoint, cloud: await startCloud(options, closers), region };
  const clients = { moto: createClients(moto, region), cloud: createClients(places.cloud, region) };
  closers.add('clients', () => Promise.resolve(Object.values(clients).forEach(destroyClients)));
  const seeded = await seed(options, places, clients);
  const { url, ran, stopServer } = await startServer(options, places, closers);
  const { canaryFunction } = namesOf(environment, environment.accounts[0] ?? '');
  if (environment.canary) await mapApi(clients.cloud, canaryFunction, url);
  return { ...clients, url, places, stopServer, stop, ran: { ...seeded, server: ran } };
}

async function endAll(closers: Closers): Promise<void> {
  const failures = await closers.closeAll();
  if (failures.length > 0) throw new Error(failures.join('; '));
}

/** In the account that moto has. */
async function startCloud({ dir, environment }: DeployedOptions, closers: Closers): Promise<string> {
  const cloud = new Child({
    name: 'local-cloud',
    file: repository('packages/local-cloud/src/main.ts'),
    args: ['--dir', join(dir, 'cloud'), '--account', environment.accounts[0] ?? ''],
    env: { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin' },
    logFile: join(dir, 'local-cloud.out'),
  });
  closers.add('local-cloud', () => cloud.stop(stopWithinMs));
  return String((await cloud.waitFor((line) => line['ready'] === true))['endpoint']);
}

async function seed(
  { environment: { name }, dist }: DeployedOptions,
  places: Places,
  { moto, cloud }: { moto: Clients; cloud: Clients },
): Promise<Omit<Ran, 'server'>> {
  const clouds: BetweenClouds = {
    from: moto,
    to: cloud,
    prefix: `reelyard-${name}`,
    documentPrefix: `Reelyard-${name}-`,
    parameterPath: `/reelyard/${name}/`,
  };
  const instances = await configureInstances(places);
  const ssm = await seedSsm(clouds);
  const fleet = await seedFleet(clouds);
  const zips = await Promise.all(['scaler.zip', 'canary.zip'].map((file) => readFile(join(dist, file))));
  const functions = await seedFunctions(clouds, zips, functionVariables(places));
  return { ...ssm, ...fleet, functions, instances, events: await seedEvents(clouds) };
}

async function configureInstances(places: Places): Promise<string[]> {
  const environment = instanceVariables(places);
  const body = JSON.stringify({ environment });
  const response = await fetch(`${places.cloud}/_local/instance-settings`, { method: 'PUT', body });
  if (!response.ok) throw new Error(`instance settings: ${response.status} ${await response.text()}`);
  return checkAdded('an instance', { deployed: {}, running: environment });
}

interface StartedServer {
  url: string;
  ran: Ran['server'];
  stopServer(): Promise<void>;
}

async function startServer(
  { environment, dir, dist, moto }: DeployedOptions,
  places: Places,
  closers: Closers,
): Promise<StartedServer> {
  const deployed = await readDeployedServer(moto, environment.region, `reelyard-${environment.name}`);
  const app = join(dist, 'job-server-image/app');
  const { running, added } = environmentOf(deployed, places);
  const server = new Child({
    name: 'job-server',
    program: join(app, 'node'),
    file: join(app, 'main.mjs'),
    env: running,
    logFile: join(dir, 'job-server.log'),
  });
  const stopServer = closers.add('job server', () => server.stop(stopWithinMs));
  const listening = await server.waitFor((line) => line['event'] === 'server.listening');
  return { url: `http://127.0.0.1:${String(listening['port'])}`, stopServer, ran: { image: deployed.image, added } };
}

function environmentOf(
  { environment }: DeployedServer,
  places: Places,
): { running: Record<string, string>; added: string[] } {
  const running = { ...environment, ...serverVariables(places), HOST: '127.0.0.1', PORT: '0' };
  return { running, added: checkAdded('the job server', { deployed: environment, running, isServer: true }) };
}
