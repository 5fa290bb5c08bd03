/**
 * One life of a small farm, from its plan to its rest: jobs come and faults befall it, then it calms down, whatever is down comes up, and all
 * must come to an end. Nothing in it knows of the time or the chance of the platform.
 */
import { type EngineJob, isEnded, LANES } from '@reelyard/contracts';
import { createLedger, recordHistory } from '@reelyard/ledger';
import { toJob } from '../../packages/ledger/src/items/job-item.ts';
import { type Blow, isBlow, type Plan } from './plan.ts';
import { Origins } from './world/assets.ts';
import { Client } from './world/client.ts';
import { type Life } from './world/life.ts';
import { Place } from './world/place.ts';
import { Server } from './world/server.ts';
import { type SimDisk } from './world/sim-bucket.ts';
import { type Score } from './world/sim-engines.ts';
import { BIRTH } from './world/virtual-time.ts';
import { LANE_URLS, World } from './world/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** An ambush that nobody walks into strikes after this. */
const AMBUSH_MS = 90 * SECOND;
/** Longer than what budgets, back-offs and deadlines of a plan leave to do once all is well. */
const REST_MS = 40 * MINUTE;
/** And while messages that failed wait for their next try. */
const TOLD_MS = 120 * MINUTE;
const LOOK_MS = 10 * SECOND;

/** Partitions of events and deliveries. */
const TO_BE_TOLD = /^(?:event|delivery)#/;

export class Farm {
  readonly world: World;
  readonly #servers: Server[];
  readonly #places: Place[];
  readonly #starts = new Map<string, number>();
  readonly #origins = new Origins();
  #clients = 0;

  constructor(plan: Plan) {
    const world = new World(plan);
    this.world = world;
    const operator = world.recorder('operator');
    const ledger = recordHistory(createLedger(world.table.truth), undefined);
    for (const endpoint of world.receivers.endpoints()) void ledger.createEndpoint(endpoint);
    const parts = {
      ...{ world, ledger, operator },
      fetcherOf: (life: Life, disk: SimDisk) => this.#origins.fetcherOf(life, disk, world.dice(`${life.name} assets`)),
      score: (job: EngineJob, scratch: string) => this.#score(job, scratch),
    };
    this.#servers = Array.from({ length: plan.servers }, (_, n) => new Server(world, n));
    this.#places = Array.from({ length: plan.agents }, (_, n) => new Place(n, parts));
    for (const job of plan.jobs) {
      this.#clients += 1;
      void new Client(world, this.#servers, job).live().then(
        () => (this.#clients -= 1),
        (error: unknown) => world.bugs.push(`client ${job.name}: ${String(error)}`),
      );
    }
    for (const fault of plan.faults) if (isBlow(fault)) this.#expect(fault);
  }

  /** @returns what was not at rest at the end; undefined when all was */
  async live(): Promise<string | undefined> {
    const { time, plan, receivers } = this.world;
    const calmAt = BIRTH + Math.max(0, ...plan.faults.map(({ atMs, forMs }) => atMs + forMs + AMBUSH_MS));
    await time.pass(calmAt);
    this.#heal();
    const giveUpAt = calmAt + (receivers.isAnybody ? TOLD_MS : REST_MS);
    let restless = this.#findRestless();
    while (restless !== undefined && time.now < giveUpAt) {
      await time.pass(time.now + LOOK_MS);
      restless = this.#findRestless();
    }
    return restless;
  }

  #expect(blow: Blow): void {
    const { world } = this;
    world.time.at(BIRTH + blow.atMs, () => {
      if (!blow.ambush) return this.#target(blow) && this.#strike(blow);
      const { kind, forMs: ms } = blow;
      const strike = kind === 'kill' ? { kind, forMs: ms } : { kind: 'freeze' as const, ms };
      const ambush = { strike, ...blow.ambush, isSprung: false };
      // Of agents whoever comes first: which of them has the work is not known when a plan is made.
      const lives = (blow.who === 'agent' ? this.#places.map(({ machine }) => machine) : this.#servers).map(
        ({ life }) => life,
      );
      for (const life of lives) life.ambush = ambush;
      world.time.after(AMBUSH_MS, () => {
        if (ambush.isSprung) return;
        ambush.isSprung = true;
        if (this.#target(blow)?.life.isDead === false) this.#strike(blow);
      });
    });
  }

  #target({ who, n }: Blow): { life: Life } | undefined {
    return who === 'server' ? this.#servers[n] : this.#places[n]?.machine;
  }

  #strike(blow: Blow): void {
    this.world.struck(blow.kind);
    if (blow.who === 'agent') return this.#places[blow.n]?.befall(blow);
    const server = this.#servers[blow.n];
    if (blow.kind === 'kill') server?.kill(blow.forMs);
    else server?.life.freeze(blow.forMs);
  }

  #heal(): void {
    for (const server of this.#servers) server.heal();
    for (const place of this.#places) place.heal();
  }

  #score(job: EngineJob, scratch: string): Score {
    const { name = '' } = job.project as { name?: string };
    const planned = this.world.plan.jobs.find((each) => each.name === name);
    if (!planned) throw new TypeError(`no job ${name} was planned`);
    const [id = '', n = '0'] = (scratch.split('/').at(-1) ?? '').split('-');
    const start = this.#starts.get(`${id}/${n}`) ?? 0;
    this.#starts.set(`${id}/${n}`, start + 1);
    const moods = planned.moods[Math.min(Number(n), planned.moods.length - 1)] ?? [];
    const mood = moods[Math.min(start, moods.length - 1)] ?? 'fine';
    return { mood, renderMs: planned.renderMs, isLicensed: planned.engine === 'licensed' };
  }

  /** L2, L3: no job goes on, no index names anything, no seat is held, no queue holds a message of a lane, nobody is at work or is to be told. */
  #findRestless(): string | undefined {
    if (this.#clients > 0) return `${this.#clients} clients still wait`;
    for (const item of this.world.table.items()) {
      if (item.pk.startsWith('T#') && item.sk.startsWith('J#') && !isEnded(toJob(item).state))
        return `${item.sk} is ${toJob(item).state}`;
      if (item['emitPk'] ?? item['waitingPk'] ?? item['leasedPk']) return `${item.pk} ${item.sk} is in an index`;
      if (TO_BE_TOLD.test(String(item['dispatchPk']))) return `${item.pk} ${item.sk} is still to be told`;
      if (item.pk.startsWith('S#') && Number(item['leaseUntil']) > this.world.time.now)
        return `${item.sk} holds a seat`;
    }
    const full = LANES.find((lane) => this.world.queues.depth(LANE_URLS[lane]) > 0);
    if (full) return `the lane ${full} holds a message`;
    return this.#places.some((place) => place.isBusy) ? 'an agent holds a task' : undefined;
  }
}
