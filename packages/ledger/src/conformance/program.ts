/**
 * A random life of a small farm, in which all may act at any moment, on leases old and new. The same seed is the same
 * program, call by call, on every table.
 */
import { isEnded } from '@reelyard/contracts';
import { createLedger } from '../create-ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Ledger } from '../ledger.ts';
import { toJob, toTask } from '../items/job-item.ts';
import { MINUTE } from './builders.ts';
import { Dice } from './dice.ts';
import { Farm, type Operation } from './farm.ts';
import { Incidents } from './incidents.ts';
import { Interleaver, type InterleaverOptions } from './interleaver.ts';
import { Shadow } from './shadow.ts';

export interface ProgramOptions {
  seed: number;
  steps: number;
  faults: number;
  mutate?: InterleaverOptions['mutate'];
  /** Stands between the farm and its ledger, and may only watch. */
  wrap?: (ledger: Ledger) => Ledger;
}

export interface ProgramResult {
  /** Every outcome in order. */
  trace: string[];
  found: string[];
  seen: ReadonlySet<string>;
}

export async function runProgram(store: ItemStore, options: ProgramOptions): Promise<ProgramResult> {
  const program = new Program(store, options);
  await program.live(options.steps);
  await program.drain();
  await program.shadow.compare(store);
  return { trace: program.trace, found: program.shadow.found, seen: program.shadow.seen };
}

class Program {
  readonly shadow = new Shadow();
  readonly trace: string[] = [];
  readonly #dice: Dice;
  readonly #interleaver: Interleaver;
  readonly #farm: Farm;
  readonly #incidents: Incidents;
  readonly #seed: number;
  readonly #isDying: boolean;

  constructor(store: ItemStore, { seed, faults, mutate, wrap = (ledger) => ledger }: ProgramOptions) {
    this.#seed = seed;
    this.#isDying = seed % 5 === 0;
    const dice = new Dice(seed);
    this.#dice = dice;
    const { random } = dice;
    this.#interleaver = new Interleaver(store, { random, witness: this.shadow, faults, ...(mutate ? { mutate } : {}) });
    let events = 0;
    const ledger = createLedger(this.#interleaver.store(), { newEventId: () => `evt_${(events += 1)}` });
    this.#farm = new Farm({ ledger: wrap(ledger), shadow: this.shadow, dice });
    this.#incidents = new Incidents(this.#farm, dice, this.#isDying);
  }

  async live(steps: number): Promise<void> {
    for (let i = 0; i < 1 + this.#dice.below(2); i += 1) await this.#together([this.#farm.submit()]);
    for (let step = 0; step < steps; step += 1) {
      this.#farm.now +=
        this.#dice.chance(0.1) && !this.#isDying ? this.#dice.below(20 * MINUTE) : this.#dice.below(8_000);
      const crowd = (): Operation[] => Array.from({ length: 1 + this.#dice.below(4) }, () => this.#incidents.pick());
      await this.#together(this.#dice.chance(0.1) ? this.#incidents.clash() : crowd());
    }
  }

  /** The farm calms down, with a healthy agent or with none: either way every job ends and every index empties (L1, L3). */
  async drain(): Promise<void> {
    const hasAgent = this.#seed % 2 === 0;
    for (let round = 0; round < 60 && !this.#isCalm(); round += 1) {
      this.#farm.now += 10 * MINUTE;
      await this.#together([this.#farm.relay()]);
      await this.#together([this.#farm.sweep()]);
      await this.#together([['look', () => this.#farm.look()]]);
      for (const stale of this.#farm.stale.splice(0)) await this.#together([['reap', () => this.#farm.reap(stale)]]);
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
    for (const job of this.#farm.jobs) {
      for (const [n] of job.tasks.entries()) {
        await this.#together([['claim', () => this.#farm.claim(job, n, 'i-9/1')]]);
        const lease = this.#farm.leases.at(-1);
        if (lease?.owner === 'i-9/1') await this.#together([['complete', () => this.#farm.complete(lease)]]);
      }
    }
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
}
