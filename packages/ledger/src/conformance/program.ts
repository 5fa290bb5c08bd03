/**
 * A random life of a small farm: three agents on two instances and one more, a relay, a sweeper, a reaper and clients, all of whom may act at any moment, on
 * leases old and new. The same seed is the same program, call by call, on every table.
 */
import { type FailureClass, isEnded, type TaskRef } from '@reelyard/contracts';
import { createLedger } from '../create-ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type LeasedTask, type Ledger, type Lease, type NewJob } from '../ledger.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { aFailure, anArtifact, idOf, MINUTE, NOW, refOf, tasksOf } from './builders.ts';
import { Interleaver, type InterleaverOptions, type Random, seeded } from './interleaver.ts';
import { Shadow } from './shadow.ts';

export interface ProgramOptions {
  seed: number;
  steps: number;
  faults: number;
  mutate?: InterleaverOptions['mutate'];
}

export interface ProgramResult {
  /** Every outcome in order. */
  trace: string[];
  found: string[];
  seen: ReadonlySet<string>;
}

const OWNERS = ['i-1/1', 'i-1/2', 'i-2/1', 'i-3/1'];
const CLASSES: FailureClass[] = ['engine', 'engine', 'infra', 'asset', 'license', 'permanent'];

export async function runProgram(store: ItemStore, options: ProgramOptions): Promise<ProgramResult> {
  const program = new Program(store, options);
  await program.live(options.steps);
  await program.drain();
  await program.shadow.compare(store);
  return { trace: program.trace, found: program.shadow.found, seen: program.shadow.seen };
}

type Operation = [name: string, run: () => Promise<unknown>];

class Program {
  readonly shadow = new Shadow();
  readonly trace: string[] = [];
  readonly #random: Random;
  readonly #interleaver: Interleaver;
  readonly #ledger: Ledger;
  readonly #seed: number;
  /** Farms of some seeds lose their agents all the time. */
  readonly #isDying: boolean;
  readonly #jobs: NewJob[] = [];
  /** Every lease ever given: an agent may come back from the dead with any of them. */
  readonly #leases: Lease[] = [];
  readonly #stale: LeasedTask[] = [];
  readonly #committed = new Map<string, number>();
  #now = NOW;
  #events = 0;
  #beat = 0;

  constructor(store: ItemStore, { seed, faults, mutate }: ProgramOptions) {
    this.#seed = seed;
    this.#isDying = seed % 5 === 0;
    this.#random = seeded(seed);
    const witness = this.shadow;
    this.#interleaver = new Interleaver(store, {
      random: this.#random,
      witness,
      faults,
      ...(mutate ? { mutate } : {}),
    });
    this.#ledger = createLedger(this.#interleaver.store(), { newEventId: () => `evt_${(this.#events += 1)}` });
  }

  async live(steps: number): Promise<void> {
    for (let i = 0; i < 1 + this.#below(2); i += 1) await this.#together([this.#submit()]);
    for (let step = 0; step < steps; step += 1) {
      this.#now += this.#chance(0.1) && !this.#isDying ? this.#below(20 * MINUTE) : this.#below(8_000);
      const crowd = (): Operation[] => Array.from({ length: 1 + this.#below(4) }, () => this.#pick());
      await this.#together(this.#chance(0.1) ? this.#clash() : crowd());
    }
  }

  /** The farm calms down, with a healthy agent or with none: either way every job ends and every index empties (L1, L3). */
  async drain(): Promise<void> {
    const hasAgent = this.#seed % 2 === 0;
    for (let round = 0; round < 60 && !this.#isCalm(); round += 1) {
      this.#now += 10 * MINUTE;
      await this.#together([this.#relay()]);
      await this.#together([this.#sweep()]);
      await this.#together([['look', () => this.#look()]]);
      for (const stale of this.#stale.splice(0)) await this.#together([['reap', () => this.#reap(stale)]]);
      if (hasAgent) await this.#work();
    }
    if (!this.#isCalm()) this.shadow.found.push(`L1 a job never rests: ${JSON.stringify(this.shadow.indexed())}`);
  }

  #isCalm(): boolean {
    const jobs = this.shadow.jobs();
    const resting = ['done', 'failed', 'void'];
    const isResting = ({ job, tasks }: (typeof jobs)[number]): boolean =>
      job !== undefined && isEnded(toJob(job).state) && tasks.every((item) => resting.includes(toTask(item).state));
    return this.shadow.indexed().length === 0 && jobs.every(isResting);
  }

  async #work(): Promise<void> {
    for (const job of this.#jobs) {
      for (const [n] of job.tasks.entries()) {
        await this.#together([['claim', () => this.#claim(job, n, 'i-9/1')]]);
        const lease = this.#leases.at(-1);
        if (lease?.owner === 'i-9/1') await this.#together([['complete', () => this.#complete(lease)]]);
      }
    }
  }

  /** What happens next, by weight; a farm whose agents die does little but claim and reap. */
  #pick(): Operation {
    const choices = this.#isDying ? this.#dyingChoices() : this.#choices();
    let roll = this.#below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, operation] of choices) {
      roll -= weight;
      if (roll < 0) return operation;
    }
    return this.#relay();
  }

  #dyingChoices(): [weight: number, Operation][] {
    const [job, n] = this.#task();
    return [
      [4, ['claim', () => this.#claim(job, n, this.#one(OWNERS) ?? 'i-1/1')]],
      [6, ['silence', () => this.#silence()]],
      [1, ['unblock', () => this.#ledger.unblock(idOf(job), this.#now)]],
    ];
  }

  #choices(): [weight: number, Operation][] {
    const [job, n] = this.#task();
    return [
      [4, this.#submit()],
      [10, this.#relay()],
      [6, this.#sweep()],
      [2, ['cancel', () => this.#ledger.cancel(idOf(job), this.#now)]],
      [2, ['void', () => this.#ledger.voidTasks(idOf(job), this.#now)]],
      [4, ['unblock', () => this.#ledger.unblock(idOf(job), this.#now)]],
      [22, ['claim', () => this.#claim(job, n, this.#one(OWNERS) ?? 'i-1/1')]],
      [4, ['silence', () => this.#silence()]],
      [4, ['look', () => this.#look()]],
      ...this.#leaseChoices(),
    ];
  }

  #leaseChoices(): [weight: number, Operation][] {
    const lease = this.#chance(0.75) ? this.#leases.at(-1) : this.#one(this.#leases);
    if (!lease) return [];
    const stale = this.#one(this.#stale);
    return [
      [stale ? 6 : 0, ['reap', async () => stale && this.#reap(stale)]],
      [6, ['beat', () => this.#heartbeat(lease)]],
      [3, ['release', () => this.#ledger.release(lease, this.#now)]],
      [13, ['fail', () => this.#fail(lease)]],
      [12, ['complete', () => this.#complete(lease)]],
    ];
  }

  /** All that can end one job, at once. */
  #clash(): Operation[] {
    const last = this.#leases.at(-1);
    const mine = this.#leases.slice(-6).filter(({ ref }) => ref.job === last?.ref.job);
    const ends = mine.map((lease): Operation => {
      if (this.#chance(0.4)) return ['complete', () => this.#complete(lease)];
      return ['fail', () => this.#ledger.fail(lease, aFailure({ class: 'permanent' }), 0, this.#now)];
    });
    const ref = last && { tenant: last.ref.tenant, job: last.ref.job };
    if (last && this.#chance(0.5))
      ends.push(['claim', () => this.#claimRef({ ...last.ref, n: this.#below(3) }, 'i-2/1')]);
    if (ref && this.#chance(0.3)) ends.push(['cancel', () => this.#ledger.cancel(ref, this.#now)]);
    if (ref && this.#chance(0.3)) ends.push(['expire', () => this.#ledger.expire(ref, this.#now)]);
    return ends;
  }

  #submit(): Operation {
    const [repeat] = this.#chance(0.2) ? this.#jobs.slice(-1) : [];
    const job = repeat ? { ...repeat, id: this.#nextId() } : this.#newJob();
    return [
      'submit',
      async () => {
        const outcome = await this.#ledger.submit(job, this.#now);
        if (outcome.kind === 'accepted') this.#jobs.push(job);
        return outcome.kind;
      },
    ];
  }

  #newJob(): NewJob {
    const id = this.#nextId();
    return {
      tenant: 'acme',
      id,
      lane: 'standard',
      payload: { engine: 'reel', project: { id } },
      tasks: tasksOf(1 + this.#below(3)),
      notBefore: this.#now + (this.#chance(0.2) ? this.#below(MINUTE) : 0),
      deadlineAt: this.#now + (this.#chance(0.5) ? 10 * MINUTE : 120 * MINUTE),
      minAgentVersion: 1,
      idempotency: {
        key: id,
        route: 'jobs',
        fingerprint: id,
        reply: { status: 202, body: id, location: id },
        expiresAt: this.#now + 24 * 60 * MINUTE,
      },
    };
  }

  /** Names of submits in order, so that the program is the same however many replies were lost. */
  #ids = 0;
  #nextId(): string {
    this.#ids += 1;
    return `job_${String(this.#ids).padStart(26, '0')}`;
  }

  #relay(): Operation {
    return [
      'relay',
      async () => {
        const due = await this.#ledger.findDueEmits(this.#now, 10);
        return [due.length, await this.#ledger.markQueued(due, this.#now)];
      },
    ];
  }

  #sweep(): Operation {
    return [
      'sweep',
      async () => {
        const ledger = this.#ledger;
        const out: unknown[] = [];
        const cutOff = this.#now - 45_000;
        for (const stale of await ledger.findStaleQueued('standard', cutOff, 5))
          out.push(await ledger.reemit(stale, cutOff, this.#now));
        for (const ref of await ledger.findUnblockable(5)) out.push(await ledger.unblock(ref, this.#now));
        for (const ref of await ledger.findOverdue(this.#now, 5))
          out.push(await ledger.expire(ref, this.#now), await ledger.voidTasks(ref, this.#now));
        return out;
      },
    ];
  }

  /** An agent dies and the reaper sees it at once. */
  async #silence(): Promise<unknown> {
    const silent = this.#one(await this.#ledger.findLeased(10));
    return silent && this.#reap(silent);
  }

  async #look(): Promise<unknown> {
    const found = await this.#ledger.findLeased(10);
    this.#stale.push(...found);
    return found;
  }

  #claim(job: NewJob, n: number, owner: string): Promise<unknown> {
    return this.#claimRef(refOf(job, n), owner);
  }

  async #claimRef(ref: TaskRef, owner: string): Promise<unknown> {
    const outcome = await this.#ledger.claim(ref, { owner, agentVersion: 1 }, this.#now);
    if (outcome.kind === 'refused')
      return outcome.because === 'job-ended' ? this.#ledger.voidTasks(ref, this.#now) : outcome;
    this.#leases.push(outcome.lease);
    const wrote = this.shadow.claims.get(`${ref.job}/${ref.n}/${outcome.lease.epoch}`);
    if (wrote !== owner) this.shadow.found.push(`S6 ${owner} was given the epoch that ${String(wrote)} wrote`);
    return outcome;
  }

  async #heartbeat(lease: Lease): Promise<unknown> {
    this.#beat += 1;
    const beat = this.#chance(0.2) ? 0 : this.#beat;
    return this.#ledger.heartbeat(lease, { beat, phase: 'rendering', progress: { fraction: 0.5 } }, this.#now);
  }

  #fail(lease: Lease): Promise<unknown> {
    const failure = aFailure({ class: this.#one(CLASSES) ?? 'engine' });
    return this.#ledger.fail(lease, failure, this.#random(), this.#now);
  }

  async #complete(lease: Lease): Promise<unknown> {
    const outcome = await this.#ledger.complete(lease, [anArtifact()], this.#now);
    const name = `${lease.ref.job}/${lease.ref.n}`;
    const epoch = this.#committed.get(name) ?? lease.epoch;
    if (outcome.kind === 'done') this.#committed.set(name, lease.epoch);
    if (outcome.kind === 'done' && epoch !== lease.epoch)
      this.shadow.found.push(`S6 ${name} was committed by two epochs`);
    return outcome;
  }

  /** The lease that the reaper saw, and no later one, is what it may take away. */
  async #reap(stale: LeasedTask): Promise<unknown> {
    const outcome = await this.#ledger.reap(stale, this.#now);
    const task = this.shadow.task(stale.job, stale.n);
    if (outcome.kind === 'requeued' && task && toTask(task).epoch < stale.epoch)
      this.shadow.found.push('S6 the reaper took away a lease that never was');
    return outcome;
  }

  /** A fault ends the operation of whoever met it, and nothing else. */
  #together(operations: readonly Operation[]): Promise<void> {
    return this.#interleaver.run(
      operations.map(([name, run]) => async () => {
        try {
          this.trace.push(`${name} ${JSON.stringify(await run())}`);
        } catch (error) {
          this.trace.push(`${name} ${String(error)}`);
          if (!(error instanceof Error && error.name === 'FarmError')) this.shadow.found.push(String(error));
        }
      }),
    );
  }

  #task(): [NewJob, number] {
    const job = this.#one(this.#jobs) ?? this.#newJob();
    return [job, this.#below(job.tasks.length)];
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #one<T>(from: readonly T[]): T | undefined {
    return from[this.#below(from.length)];
  }
}
