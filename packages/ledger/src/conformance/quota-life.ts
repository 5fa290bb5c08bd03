/**
 * A random life of one quota: clients submit and cancel, several servers let jobs go at the same time, agents render what was let go. What is checked
 * after every step is the jobs themselves, not the row that keeps count of them.
 */
import { isEnded } from '@reelyard/contracts';
import { type Ledger, type NewJob } from '../ledger.ts';
import { type JobLimits } from '../quota-ledger.ts';
import { answer } from './answer.ts';
import { AGENT, aJob, anArtifact, idOf, MINUTE, NOW, refOf } from './builders.ts';
import { Dice } from './dice.ts';

export interface QuotaLifeOptions {
  seed: number;
  steps: number;
  /** What is true, when nothing is under way: asked of a ledger that loses nothing. */
  truth: Pick<Ledger, 'findJob'>;
  /** Runs all at the same time. */
  together: (operations: readonly (() => Promise<void>)[]) => Promise<void>;
}

export interface QuotaLifeResult {
  found: string[];
  /** How often each happened: what never happened proves nothing. */
  seen: Record<string, number>;
}

const DAY_MS = 1_440 * MINUTE;
const QUOTA = { tenant: 'acme', quota: 'k1' };

export async function runQuotaLife(ledger: Ledger, options: QuotaLifeOptions): Promise<QuotaLifeResult> {
  const life = new QuotaLife(ledger, options);
  for (let step = 0; step < options.steps; step += 1) await life.step();
  return { found: life.found, seen: life.seen };
}

class QuotaLife {
  readonly found: string[] = [];
  readonly seen: Record<string, number> = {};
  readonly #ledger: Ledger;
  readonly #options: QuotaLifeOptions;
  readonly #dice: Dice;
  readonly #limits: { readonly [Limit in keyof JobLimits]-?: number };
  readonly #jobs: NewJob[] = [];
  #now = NOW;

  constructor(ledger: Ledger, options: QuotaLifeOptions) {
    this.#ledger = ledger;
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#limits = { concurrentJobs: 1 + this.#dice.below(3), jobsPerDay: this.#dice.chance(0.3) ? 4 : 1_000 };
  }

  async step(): Promise<void> {
    this.#now += this.#dice.below(this.#dice.chance(0.1) ? 300 * MINUTE : MINUTE);
    const crowd = Array.from({ length: 2 + this.#dice.below(4) }, () => this.#act());
    await this.#options.together(crowd);
    await this.#check();
  }

  #act(): () => Promise<void> {
    const luck = this.#dice.random();
    if (luck < 0.5) return () => this.#admit();
    if (luck < 0.7) return () => this.#submit();
    const job = this.#dice.one(this.#jobs.slice(-8));
    if (!job) return () => this.#submit();
    return luck < 0.8 ? () => this.#cancel(job) : () => this.#render(job);
  }

  async #submit(): Promise<void> {
    const segments = this.#dice.chance(0.2) ? 3 : 1;
    const job = aJob({ quota: QUOTA.quota, segments, notBefore: this.#now, deadlineAt: this.#now + 100 * DAY_MS });
    this.#jobs.push(job);
    await answer(this.#ledger.submit(job, this.#now));
  }

  async #admit(): Promise<void> {
    const outcome = await answer(this.#ledger.admit(QUOTA, this.#limits, this.#now));
    if (outcome?.kind === 'full') this.#saw(outcome.until === undefined ? 'full' : 'full for the day');
    else this.#saw(outcome?.kind ?? 'unknown');
  }

  async #cancel(job: NewJob): Promise<void> {
    const outcome = await answer(this.#ledger.cancel(idOf(job), this.#now));
    if (outcome?.kind === 'canceled') this.#saw('canceled');
  }

  /** One task, if an agent gets it. */
  async #render(job: NewJob): Promise<void> {
    const n = this.#dice.below(job.tasks.length);
    const outcome = await answer(this.#ledger.claim(refOf(job, n), AGENT, this.#now));
    if (outcome?.kind !== 'claimed') return;
    const done = await answer(this.#ledger.complete(outcome.lease, [anArtifact()], this.#now));
    if (done?.kind === 'done' && done.jobEnded) this.#saw('succeeded');
  }

  async #check(): Promise<void> {
    const { findJob } = this.#options.truth;
    const jobs = await Promise.all(this.#jobs.map(({ tenant, id }) => findJob(tenant, id)));
    const active = jobs.flatMap((job) => (job && !job.isHeld && !isEnded(job.state) ? [job.id] : []));
    const { concurrentJobs } = this.#limits;
    if (active.length > concurrentJobs)
      this.found.push(`S18 ${active.length} jobs are active, the limit is ${concurrentJobs}: ${active.join(', ')}`);
    if (active.length === concurrentJobs) this.#saw('used all its room');
  }

  #saw(what: string): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1;
  }
}
