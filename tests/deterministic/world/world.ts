/** What everybody in a run shares: time, the services, the history, and the streams of chance. */
import { createHash } from 'node:crypto';
import { type EngineManifest, type Lane } from '@reelyard/contracts';
import { getBuiltInEngine } from '@reelyard/engines';
import {
  createLedger,
  createRecorder,
  type HistoryLine,
  type ItemStore,
  type Ledger,
  recordHistory,
  type Recorder,
} from '@reelyard/ledger';
import { type IdPrefix, type Logger, newId } from '@reelyard/runtime';
import { type Plan } from '../plan.ts';
import { bytesOf, type Dice, diceOf } from './chance.ts';
import { type Life } from './life.ts';
import { Receivers } from './receivers.ts';
import { SimBucket } from './sim-bucket.ts';
import { SimQueues } from './sim-queues.ts';
import { SimTable } from './sim-table.ts';
import { VirtualTime } from './virtual-time.ts';
import { Weather } from './weather.ts';

export const LANE_URLS: Readonly<Record<Lane, string>> = {
  express: 'sim:express',
  standard: 'sim:standard',
  bulk: 'sim:bulk',
};
export const EVENTS_URL = 'sim:events';
const scripted = getBuiltInEngine('scripted');

export class World {
  readonly plan: Plan;
  readonly time = new VirtualTime();
  readonly weather: Weather;
  readonly table: SimTable;
  readonly queues: SimQueues;
  readonly bucket: SimBucket;
  /** Who listens to webhooks. */
  readonly receivers: Receivers;
  readonly lines: HistoryLine[] = [];
  /** Transitions of the table that were made. */
  readonly transitions = new Map<string, number>();
  readonly faults = new Map<string, number>();
  /** What happened to webhooks. */
  readonly tellings = new Map<string, number>();
  /** What no process may ever do, told in words. */
  readonly bugs: string[] = [];
  /** Laws that a write broke, with the lines of the history until then. */
  readonly broken: { law: string; line: number }[] = [];
  readonly engines: ReadonlyMap<string, { manifest: EngineManifest; dir: string }>;
  #notes: Recorder;
  #pids = 0;
  #licensed = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#notes = this.recorder('world');
    this.weather = new Weather(plan.faults, this.time, (kind) => this.struck(kind));
    this.table = new SimTable(this.time, this.weather, this.dice('table'), {
      saw: (transition) => count(this.transitions, transition),
      broke: (laws) => this.broken.push(...laws.map((law) => ({ law, line: this.lines.length }))),
    });
    this.queues = new SimQueues(this.time, this.weather, this.dice('queues'));
    this.bucket = new SimBucket(this.weather);
    this.receivers = new Receivers(plan, {
      time: this.time,
      recorder: (process) => this.recorder(process),
      saw: (telling) => count(this.tellings, telling),
    });
    const { manifest } = scripted;
    const license = { seats: plan.seats, checkOut: null, release: null };
    this.engines = new Map([
      ['scripted', { ...scripted, dir: '/engines/scripted' }],
      ['licensed', { manifest: { ...manifest, name: 'licensed', license }, dir: '/engines/licensed' }],
    ]);
  }

  /** How far a machine's wall clock is off: two of them together no more than seats allow for. */
  skewOf(machine: string): number {
    const { skewMs } = this.plan;
    return this.dice(`${machine} clock`).below(2 * skewMs + 1) - skewMs;
  }

  dice(purpose: string): Dice {
    return diceOf(this.plan.seed, purpose);
  }

  recorder(process: string): Recorder {
    return createRecorder(
      process,
      (line) => this.lines.push(line),
      () => this.time.now,
    );
  }

  note(op: string, facts: Record<string, unknown>): void {
    this.#notes.note(op, facts);
  }

  /** A fault of the plan really happened. */
  struck(kind: string): void {
    count(this.faults, kind);
    this.note('fault', { kind });
  }

  /** The ledger as this process has it: over its own network, and recorded. */
  ledgerOf(life: Life, store: ItemStore, wrap: (ledger: Ledger) => Ledger = (ledger) => ledger): Ledger {
    const dice = this.dice(`${life.name} events`);
    const newEventId = (now: number): string => newId('evt', now, bytesOf(dice));
    return recordHistory(wrap(createLedger(store, { newEventId })), this.recorder(life.name));
  }

  /** @param purpose ids of two purposes have nothing in common */
  idsOf(life: Life, purpose = 'ids'): (prefix: IdPrefix, now: number) => string {
    const dice = this.dice(`${life.name} ${purpose}`);
    return (prefix, now) => newId(prefix, now, bytesOf(dice));
  }

  /** Says nothing, and hears when somebody logs an error that only a mistake of ours makes. */
  logOf(process: string): Logger {
    const hear = (event: string, { error }: Readonly<Record<string, unknown>> = {}): void => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const isOurs = error instanceof Error && (code === undefined || code === 'internal');
      if (isOurs) this.bugs.push(`${process} ${event}: ${wordsOf(error)}`);
    };
    const log: Logger = { debug: hear, info: hear, warn: hear, error: hear, child: () => log };
    return log;
  }

  newPid(): number {
    return (this.#pids += 1);
  }

  licensed(by: 1 | -1): void {
    this.#licensed += by;
    if (this.#licensed > this.plan.seats)
      this.bugs.push(`S13 ${this.#licensed} licensed engines run on ${this.plan.seats} seats`);
  }

  hash(): string {
    const hash = createHash('sha256');
    for (const line of this.lines) hash.update(`${JSON.stringify(line)}\n`);
    return hash.update(`${this.time.steps}`).digest('hex').slice(0, 32);
  }
}

/** With its causes. */
function wordsOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${wordsOf(error.cause)}` : error.message;
}

function count(of: Map<string, number>, name: string): void {
  of.set(name, (of.get(name) ?? 0) + 1);
}
