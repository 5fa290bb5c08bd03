/**
 * A job server on port 0 over the memory ledger, with two tenants and a client that speaks to it by HTTP. Invariant: every reply that a test
 * gets was checked against the OpenAPI document; one that is off it fails the test.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineManifest, KEY_SCOPES, type KeyLimits, type KeyScope } from '@reelyard/contracts';
import { listBuiltInEngines } from '@reelyard/engines';
import { type Ledger } from '@reelyard/ledger';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { AddressGuard, ManualClock, createLogger, memoryLog } from '@reelyard/runtime';
import { createReceiver } from '../adapters/webhook-receiver.ts';
import { type JobServer, startJobServer } from '../job-server.ts';
import { type MediaProber } from '../assets/ports.ts';
import { checkExchange } from './check-exchange.ts';
import {
  type FakeMediaStore,
  type FakeQueues,
  type FakeScaler,
  type FakeStorage,
  fakeMediaStore,
  fakeMeter,
  fakeProber,
  fakeQueues,
  fakeScaler,
  fakeStorage,
} from './fakes.ts';
import { createUnderWay } from './under-way.ts';

export interface TestServer {
  readonly url: string;
  readonly ledger: Ledger;
  readonly clock: ManualClock;
  readonly queues: FakeQueues;
  readonly storage: FakeStorage;
  readonly media: FakeMediaStore;
  readonly scaler: FakeScaler;
  /** Metrics counted so far, by name. */
  readonly counts: ReadonlyMap<string, number>;
  readonly log: { readonly records: Record<string, unknown>[] };
  readonly server: JobServer;
  call(method: string, path: string, options?: CallOptions): Promise<TestReply>;
  /** Lets time pass, and a little of the real one with it: what comes by a socket or from a thread does not come by the farm's clock. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until at least `count` bells were sent. */
  untilSent(count: number): Promise<void>;
}

export interface CallOptions {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** `acme` unless told; null sends no key. */
  readonly tenant?: 'acme' | 'globex' | null;
  /** `admin` unless told. */
  readonly scope?: KeyScope;
  /** In place of the key of a tenant. */
  readonly key?: string;
}

export interface TestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: TestBody;
}

/** What tests look at in a reply. */
export interface TestBody {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly code: string;
  readonly errors: readonly { pointer: string; code: string; detail: string }[];
  readonly jobs: readonly Record<string, unknown>[];
  readonly events: readonly Record<string, unknown>[];
}

export interface TestServerOptions {
  /** Wraps the ledger, for faults. */
  readonly wrap?: (ledger: Ledger) => Ledger;
  readonly engines?: readonly EngineManifest[];
  readonly fetchAllow?: readonly string[];
  readonly limits?: KeyLimits;
  readonly drainMs?: number;
  /** Without it every asset is whatever it is shown as. */
  readonly prober?: MediaProber;
  /** 0..1, of the loops' turns; default 0.5: exactly as often as they are set. */
  readonly random?: () => number;
}

const secret = '0123456789abcdef';
const keyIds: Readonly<Record<KeyScope, string>> = { admin: 'k1', render: 'k2', read: 'k3' };
const keyOf = (tenant: string, scope: KeyScope): string => `ryk_${tenant}_${keyIds[scope]}_${secret}`;

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const calls = createUnderWay();
  const clock = new ManualClock(undefined, calls.rest);
  const memory = createMemoryLedger();
  await putKeys(memory, clock.now());
  const ledger = options.wrap?.(memory) ?? memory;
  const [queues, storage, scaler, destination] = [fakeQueues(), fakeStorage(), fakeScaler(), memoryLog()];
  const meter = fakeMeter();
  const mediaStore = fakeMediaStore(storage);
  const guard = new AddressGuard({ allow: options.fetchAllow ?? [] });
  const receiver = createReceiver({ guard, clock });
  const engines = options.engines ?? listBuiltInEngines().map(({ manifest }) => manifest);
  const server = await startJobServer(
    {
      ...{ ledger, queues, storage, scaler, clock, meter },
      engines: new Map(engines.map((engine) => [engine.name, engine])),
      log: createLogger({ service: 'job-server', level: 'debug', destination }),
      random: options.random ?? (() => 0.5),
      ...{ guard, mediaStore, prober: options.prober ?? fakeProber() },
      receiver: { post: calls.watch(receiver.post) },
    },
    {
      ...{
        host: '127.0.0.1',
        port: 0,
        trustedProxies: 1,
        minAgentVersion: 1,
        metricsMs: 60_000,
        drainMs: options.drainMs ?? 0,
      },
      ...{ dispatchMs: 5_000, ingestMs: 5_000 },
      ...{ relayMs: 1_000, sweeperMs: 15_000, reaperMs: 10_000, leaseMs: 60_000 },
      limits: options.limits ?? {},
      prices: { spot: 0.36, 'on-demand': 0.72 },
      reemit: { afterMs: 45_000, maxMs: 600_000 },
      fetchAllow: new Set(options.fetchAllow ?? []),
    },
  );
  const url = `http://127.0.0.1:${server.port}`;
  const call = (method: string, path: string, request: CallOptions = {}): Promise<TestReply> =>
    callServer(url, path, method, request);
  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms);
    await sleep(1);
  };
  const untilSent = async (count: number): Promise<void> => {
    for (let waitedMs = 0; queues.sent.length < count; waitedMs += 5) {
      if (waitedMs > 60_000) throw new Error(`${queues.sent.length} bells in a minute, ${count} wanted`);
      await pass(5);
    }
  };
  return {
    ...{ url, ledger, clock, queues, storage, scaler },
    media: mediaStore,
    counts: meter.counts,
    log: destination,
    server,
    ...{ call, pass, untilSent },
  };
}

async function putKeys(ledger: Ledger, createdAt: number): Promise<void> {
  const hash = createHash('sha256').update(secret).digest('hex');
  for (const tenant of ['acme', 'globex']) {
    for (const scope of KEY_SCOPES)
      await ledger.putKey({ tenant, id: keyIds[scope], hash, name: `to ${scope}`, scope, createdAt });
  }
}

async function callServer(
  origin: string,
  path: string,
  method: string,
  { body, headers, tenant = 'acme', scope = 'admin', key }: CallOptions,
): Promise<TestReply> {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      ...(tenant === null ? {} : { authorization: `Bearer ${key ?? keyOf(tenant, scope)}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const reply = { status: response.status, headers: response.headers, text };
  checkExchange({ method, path, body, type: headers?.['content-type'] }, reply);
  return { ...reply, body: parse(text) as TestBody };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The smallest composition that renders. */
export const aComposition = (fields: object = {}): object => ({
  canvas: { width: 320, height: 180 },
  tracks: [{ clips: [{ length: 1, asset: { kind: 'color', color: '#102030' } }] }],
  ...fields,
});

export const aProject = (fields: object = {}): object => ({ engine: 'scripted', project: { steps: [] }, ...fields });
