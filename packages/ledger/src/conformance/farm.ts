/**
 * A small farm in memory of what happened to it: agents, a relay, a sweeper, a reaper and clients, each move of which is
 * one operation on the ledger. When they move is not its affair.
 */
import { type FailureClass, isEnded, type TaskRef } from '@reelyard/contracts';
import { type LeasedTask, type Ledger, type Lease, type NewJob } from '../ledger.ts';
import { type QuotaRef } from '../quota-ledger.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { aFailure, anArtifact, MINUTE, NOW, refOf, tasksOf } from './builders.ts';
import { type Dice } from './dice.ts';
import { type Shadow } from './shadow.ts';

/** One move: its name in the trace, and what it does. */
export type Operation = [name: string, run: () => Promise<unknown>];

export interface FarmParts {
  ledger: Ledger;
  shadow: Shadow;
  dice: Dice;
}

/** Jobs of the quota at once. */
const ROOM = 2;

const CLASSES: FailureClass[] = ['engine', 'engine', 'infra', 'asset', 'license', 'permanent'];

export class Farm {
  readonly ledger: Ledger;
  readonly shadow: Shadow;
  /** Accepted ones. */
  readonly jobs: NewJob[] = [];
  /** Every lease ever given: an agent may come back from the dead with any of them. */
  readonly leases: Lease[] = [];
  /** What a look at the leased tasks found, until it is reaped. */
  readonly stale: LeasedTask[] = [];
  now = NOW;
  readonly #dice: Dice;
  readonly #committed = new Map<string, number>();
  #beat = 0;
  #ids = 0;

  constructor({ ledger, shadow, dice }: FarmParts) {
    this.ledger = ledger;
    this.shadow = shadow;
    this.#dice = dice;
  }

  submit(): Operation {
    const [repeat] = this.#dice.chance(0.2) ? this.jobs.slice(-1) : [];
    const job = repeat ? { ...repeat, id: this.#nextId() } : this.#newJob();
    return [
      'submit',
      async () => {
        const outcome = await this.ledger.submit(job, this.now);
        if (outcome.kind === 'accepted') this.jobs.push(job);
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
      tasks: tasksOf(1 + this.#dice.below(3)),
      notBefore: this.now + (this.#dice.chance(0.2) ? this.#dice.below(MINUTE) : 0),
      deadlineAt: this.now + (this.#dice.chance(0.5) ? 10 * MINUTE : 120 * MINUTE),
      minAgentVersion: 1,
      ...(this.#dice.chance(0.25) ? { quota: 'k1' } : {}),
      idempotency: {
        key: id,
        route: 'jobs',
        fingerprint: id,
        reply: { status: 202, body: id, location: id },
        expiresAt: this.now + 24 * 60 * MINUTE,
      },
    };
  }

  /** Names of submits in order, so that the program is the same however many replies were lost. */
  #nextId(): string {
    this.#ids += 1;
    return `job_${String(this.#ids).padStart(26, '0')}`;
  }

  relay(): Operation {
    return [
      'relay',
      async () => {
        const due = await this.ledger.findDueEmits(this.now, 10);
        return [due.length, await this.ledger.markQueued(due, this.now)];
      },
    ];
  }

  sweep(): Operation {
    return [
      'sweep',
      async () => {
        const ledger = this.ledger;
        const out: unknown[] = [];
        const cutOff = this.now - 45_000;
        for (const stale of await ledger.findStaleQueued('standard', cutOff, 5))
          out.push(await ledger.reemit(stale, cutOff, this.now));
        for (const ref of await ledger.findUnblockable(5)) out.push(await ledger.unblock(ref, this.now));
        for (const ref of await ledger.findOverdue(this.now, 5))
          out.push(await ledger.expire(ref, this.now), await ledger.voidTasks(ref, this.now));
        for (const quota of await ledger.findHeldQuotas(5)) out.push(await this.admit(quota));
        return out;
      },
    ];
  }

  /** Two jobs of a quota at once, however many servers admit. */
  async admit(quota: QuotaRef): Promise<unknown> {
    const outcome = await this.ledger.admit(quota, { concurrentJobs: ROOM }, this.now);
    const jobs = this.shadow.jobs().flatMap(({ job }) => (job ? [toJob(job)] : []));
    const active = jobs.filter((job) => job.quota === quota.quota && !job.isHeld && !isEnded(job.state));
    if (active.length > ROOM) this.shadow.found.push(`Q1 ${active.length} jobs of a quota of ${ROOM}`);
    return outcome;
  }

  /** An agent dies and the reaper sees it at once. */
  async silence(): Promise<unknown> {
    const silent = this.#dice.one(await this.ledger.findLeased(10));
    return silent && this.reap(silent);
  }

  async look(): Promise<unknown> {
    const found = await this.ledger.findLeased(10);
    this.stale.push(...found);
    return found;
  }

  claim(job: NewJob, n: number, owner: string): Promise<unknown> {
    return this.claimRef(refOf(job, n), owner);
  }

  async claimRef(ref: TaskRef, owner: string): Promise<unknown> {
    const outcome = await this.ledger.claim(ref, { owner, agentVersion: 1 }, this.now);
    if (outcome.kind === 'refused')
      return outcome.because === 'job-ended' ? this.ledger.voidTasks(ref, this.now) : outcome;
    this.leases.push(outcome.lease);
    const wrote = this.shadow.claims.get(`${ref.job}/${ref.n}/${outcome.lease.epoch}`);
    if (wrote !== owner) this.shadow.found.push(`S6 ${owner} was given the epoch that ${String(wrote)} wrote`);
    return outcome;
  }

  async heartbeat(lease: Lease): Promise<unknown> {
    this.#beat += 1;
    const beat = this.#dice.chance(0.2) ? 0 : this.#beat;
    return this.ledger.heartbeat(lease, { beat, phase: 'rendering', progress: { fraction: 0.5 } }, this.now);
  }

  fail(lease: Lease): Promise<unknown> {
    const failure = aFailure({ class: this.#dice.one(CLASSES) ?? 'engine' });
    return this.ledger.fail(lease, failure, this.#dice.random(), this.now);
  }

  async complete(lease: Lease): Promise<unknown> {
    const outcome = await this.ledger.complete(lease, [anArtifact()], this.now);
    const name = `${lease.ref.job}/${lease.ref.n}`;
    const epoch = this.#committed.get(name) ?? lease.epoch;
    if (outcome.kind === 'done') this.#committed.set(name, lease.epoch);
    if (outcome.kind === 'done' && epoch !== lease.epoch)
      this.shadow.found.push(`S6 ${name} was committed by two epochs`);
    return outcome;
  }

  /** The lease that the reaper saw, and no later one, is what it may take away. */
  async reap(stale: LeasedTask): Promise<unknown> {
    const outcome = await this.ledger.reap(stale, this.now);
    const task = this.shadow.task(stale.job, stale.n);
    if (outcome.kind === 'requeued' && task && toTask(task).epoch < stale.epoch)
      this.shadow.found.push('S6 the reaper took away a lease that never was');
    return outcome;
  }

  task(): [NewJob, number] {
    const job = this.#dice.one(this.jobs) ?? this.#newJob();
    return [job, this.#dice.below(job.tasks.length)];
  }
}
