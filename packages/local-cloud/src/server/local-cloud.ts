/**
 * The loopback AWS as a value: opened on a folder, listening on 127.0.0.1, closed again. All state is in the folder;
 * opening the same folder again resumes it, on the same port when that is free.
 */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { CallRecord } from '../control/call-record.ts';
import { ControlRoutes } from '../control/routes.ts';
import { Faults } from '../faults/index.ts';
import { faultRoutes } from '../faults/fault-routes.ts';
import { type Host, type ServiceFactory } from '../service.ts';
import { factories } from '../services/index.ts';
import { Store } from '../store.ts';
import { createDispatcher } from './dispatcher.ts';
import { createHost } from './host.ts';
import { listen, listenForLong } from './listen.ts';
import { rememberPort, rememberedPort } from './port-file.ts';
import { Registry } from './registry.ts';
import { openServiceLog, type ServiceLog } from './service-log.ts';

export interface LocalCloudOptions {
  /** Folder of all state; made when absent. One process at a time may use it. */
  dir: string;
  /** Port on 127.0.0.1; 0 or absent: the folder's last port when free, else any. */
  port?: number;
  /** Account that everything is in; default `000000000000`. */
  accountId?: string;
  /** Wall clock in milliseconds, for tests. */
  now?: () => number;
  /** The services to run, default all. */
  services?: readonly ServiceFactory[];
}

export interface LocalCloud {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  host: Host;
  /** Stops the services, breaks open connections, commits and closes the store. Safe to call twice. */
  close(): Promise<void>;
}

export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  mkdirSync(options.dir, { recursive: true });
  const now = options.now ?? Date.now;
  const log = openServiceLog(join(options.dir, 'local-cloud.log'), now);
  const store = new Store(join(options.dir, 'state.sqlite'));
  try {
    return await openOn(store, log, { ...options, now });
  } catch (error) {
    store.close();
    await log.close();
    throw error;
  }
}

type Opened = LocalCloudOptions & { now(): number };

async function openOn(store: Store, log: ServiceLog, options: Opened): Promise<LocalCloud> {
  const [control, faults, calls, registry] = [new ControlRoutes(), new Faults(), new CallRecord(), new Registry()];
  let endpoint = '';
  const host = createHost({
    store,
    dataDir: options.dir,
    registry,
    control,
    faults,
    endpoint: () => endpoint,
    accountId: options.accountId ?? '000000000000',
    now: options.now,
    log: (event, fields) => log.write('info', event, fields),
  });
  for (const factory of options.services ?? factories) registry.add(factory(host));
  const names = registry.services.flatMap((service) => service.names);
  faultRoutes(control, faults);
  calls.routes(control);
  control.register('GET', '/_local/health', () => ({ status: 200, body: { status: 'ok', services: names } }));

  const dispatch = createDispatcher({ registry, control, faults, calls, log: log.write });
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0 }, (raw, response) => {
    void dispatch(raw, response);
  });
  endpoint = `http://127.0.0.1:${await listenIn(server, options)}`;
  for (const service of registry.services) await service.start?.();
  log.write('info', 'cloud.ready', { endpoint, services: names });
  const close = once(() => closeAll({ store, log, registry, faults, server }));
  return { endpoint, host, close };
}

interface Running {
  store: Store;
  log: ServiceLog;
  registry: Registry;
  faults: Faults;
  server: Server;
}

async function closeAll({ store, log, registry, faults, server }: Running): Promise<void> {
  faults.clear();
  for (const service of registry.services) await service.stop?.();
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await ended;
  store.close();
  log.write('info', 'cloud.closed', {});
  await log.close();
}

/** Longer than any SDK keeps an idle socket, so that the client and not the server closes first. */
const keepAliveMs = 120_000;

async function listenIn(server: Server, { dir, port }: LocalCloudOptions): Promise<number> {
  const file = join(dir, 'port.json');
  const bound = port ? await listen(server, port) : await listenForLong(server, rememberedPort(file));
  rememberPort(file, bound);
  return bound;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
