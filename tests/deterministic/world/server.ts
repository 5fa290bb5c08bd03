/** A job server below HTTP: production's routes, doorbell, repairs and loops over the ports of one simulated process. */
import { createLedger, type Ledger } from '@reelyard/ledger';
import { groupCommit } from '../../../job-server/src/adapters/group-commit.ts';
import { createSqsLanes } from '../../../job-server/src/adapters/sqs-lanes.ts';
import { endpointPorts } from '../../../job-server/src/app.ts';
import { type Call, type Route } from '../../../job-server/src/http/call.ts';
import { endpoints } from '../../../job-server/src/http/endpoints.ts';
import { type Reply } from '../../../job-server/src/http/reply.ts';
import { replyToFault } from '../../../job-server/src/http/serve.ts';
import { createDoorbell } from '../../../job-server/src/loops/doorbell.ts';
import { startLoops } from '../../../job-server/src/loops/start-loops.ts';
import { createRepair } from '../../../job-server/src/repair.ts';
import { fakeMediaStore, fakeMeter, fakeProber, fakeStorage } from '../../../job-server/src/testing/fakes.ts';
import { Life, type Strike } from './life.ts';
import { startWebhooks } from './server-webhooks.ts';
import { LANE_URLS, type World } from './world.ts';

export const LEASE_MS = 60_000;

const SETTINGS = {
  relayMs: 2_000,
  sweeperMs: 15_000,
  reaperMs: 10_000,
  leaseMs: LEASE_MS,
  reemit: { afterMs: 45_000, maxMs: 600_000 },
};

const ASSETS: ReadonlySet<string> = new Set(['https://assets.example']);

/** Operations of the API that clients of a run use. */
export type RouteName = 'submitJob' | 'cancelJob' | 'retryJob' | 'getJob';

export class Server {
  readonly #world: World;
  readonly #n: number;
  readonly #skewMs: number;
  #life: Life;
  #starts = 0;
  #routes: ReadonlyMap<string, Route> | undefined;

  constructor(world: World, n: number) {
    this.#world = world;
    this.#n = n;
    this.#skewMs = world.skewOf(`server-${n}`);
    this.#life = this.#start();
  }

  get life(): Life {
    return this.#life;
  }

  kill(forMs: number): void {
    if (this.#life.isDead) return;
    this.#life.kill();
    this.#world.time.after(forMs, () => this.heal());
  }

  heal(): void {
    if (this.#life.isDead) this.#life = this.#start();
  }

  /** A request that reached this server. Never settles when the server dies with it. */
  handle(route: RouteName, call: Call): Promise<Reply> {
    const life = this.#life;
    const handler = this.#routes?.get(route);
    if (life.isDead || !handler) return Promise.reject(new Error('connection refused'));
    const log = this.#world.logOf(life.name);
    return new Promise((resolve) =>
      life.hear(() => {
        handler(call).then(resolve, (error: unknown) => resolve(replyToFault(error, { route }, log)));
      }),
    );
  }

  #start(): Life {
    const world = this.#world;
    const name = `server-${this.#n}/${(this.#starts += 1)}`;
    const life = new Life(name, world.time, this.#skewMs, (strike) => this.#suffer(strike));
    const store = world.table.storeOf(life, world.dice(`${name} store`));
    const grouped = groupCommit(store, { later: (run) => void life.hearAt(world.time.now, run) });
    const newId = world.idsOf(life, 'grouped events');
    const together = createLedger(grouped, { newEventId: (now) => newId('evt', now) });
    const ledger = world.ledgerOf(life, store, (plain) => ({ ...plain, submit: together.submit }));
    this.#routes = this.#wire(life, ledger);
    return life;
  }

  #wire(life: Life, ledger: Ledger): ReadonlyMap<string, Route> {
    const world = this.#world;
    const { clock } = life;
    const dice = world.dice(`${life.name} loops`);
    const queues = createSqsLanes(world.queues.clientOf(life, world.dice(`${life.name} queues`)), LANE_URLS);
    const meter = fakeMeter();
    const ports = { ledger, queues, clock, meter, log: world.logOf(life.name), random: dice.random };
    const doorbell = createDoorbell(ports);
    const engines = new Map([...world.engines].map(([name, { manifest }]) => [name, manifest]));
    const { concurrentJobs } = world.plan;
    const limits = concurrentJobs === undefined ? {} : { concurrentJobs };
    const loops = startLoops({ ...ports, doorbell, storage: fakeStorage() }, { ...SETTINGS, limits });
    const served = {
      ...{ ...ports, engines, storage: fakeStorage(), listener: doorbell, repair: createRepair(ports) },
      media: { store: fakeMediaStore(fakeStorage()), prober: fakeProber(), wake: () => undefined },
      ...{ newId: world.idsOf(life), isDraining: () => false, webhooks: startWebhooks(world, life, ports) },
      wakeQuotas: () => loops.wakeQuotas(),
    };
    const made = endpointPorts(served, { trustedProxies: 0, fetchAllow: ASSETS, minAgentVersion: 1, limits });
    return new Map(endpoints.map(({ operation, make }) => [operation.id, make(made)]));
  }

  #suffer(strike: Strike): void {
    this.#world.struck(strike.kind);
    if (strike.kind === 'kill') this.kill(strike.forMs);
    else this.#life.freeze(strike.ms);
  }
}
