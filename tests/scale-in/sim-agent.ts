/**
 * An agent whose decisions are the render agent's own (what to claim, how to obey, what to acknowledge) and whose world is turns: a report
 * is composed, arrives and is answered at three different moments, a claim likewise, and a render lasts as many turns as chance gives it.
 */
import { type AgentReport, type Directive, type TaskRef } from '@reelyard/contracts';
import { type Lease, type Ledger } from '@reelyard/ledger';
import { decideNext, describeStanding, INITIAL_DIRECTIVE, obeyDirective } from '@reelyard/render-agent';
import { type Turns } from './turns.ts';

/** How an agent answers: from what it was told, what it acknowledged so far, and what is in its hands. */
export type Answer = (
  told: Directive,
  acknowledgedEpoch: number,
  hands: { tasks: TaskRef[]; claims: number },
) => Pick<AgentReport, 'state' | 'acknowledgedEpoch' | 'tasks'>;

/** As the render agent does. */
export const honest: Answer = (told, acknowledgedEpoch, { tasks, claims }) => ({
  ...describeStanding(told, { held: tasks.length + claims, outstandingReceives: 0 }, false, acknowledgedEpoch),
  tasks,
});

/** Acknowledges what it hears, without a look at its hands. */
export const careless: Answer = (told, acknowledgedEpoch) => honest(told, acknowledgedEpoch, { tasks: [], claims: 0 });

type AgentLedger = Pick<Ledger, 'reportAgent' | 'claim' | 'complete'>;

export interface SimAgentOptions {
  id: string;
  pool: string;
  ledger: AgentLedger;
  turns: Turns;
  now(): number;
  answer: Answer;
}

/** Longer than it takes to be parked, drained and terminated. */
const RENDER_TURNS = 80;

export class SimAgent {
  readonly id: string;
  readonly #options: SimAgentOptions;
  readonly #held: Lease[] = [];
  #directive: Directive = INITIAL_DIRECTIVE;
  #acknowledgedEpoch = 0;
  #claims = 0;
  #beat = 0;
  isReporting = false;
  isTerminated = false;
  /** Tasks that were ours on a machine that was taken away. */
  killed = 0;

  constructor(options: SimAgentOptions) {
    this.id = options.id;
    this.#options = options;
  }

  get directive(): Directive {
    return this.#directive;
  }

  get isIdle(): boolean {
    return this.#held.length === 0 && this.#claims === 0;
  }

  /** True while a doorbell in its hands would be claimed. */
  get wouldClaim(): boolean {
    const waiting = this.#held.length + this.#claims;
    const told = { isStopping: false, isQuarantined: false, hasSpotNotice: false };
    return decideNext({ directive: this.#directive.kind, ...told, waiting }).kind !== 'rest';
  }

  async report(): Promise<void> {
    this.isReporting = true;
    const { ledger, pool, answer, now } = this.#options;
    const hands = { tasks: this.#held.map(({ ref }) => ref), claims: this.#claims };
    const answered = answer(this.#directive, this.#acknowledgedEpoch, hands);
    this.#acknowledgedEpoch = answered.acknowledgedEpoch;
    const report: AgentReport = {
      owner: `${this.id}/1`,
      beat: (this.#beat += 1),
      at: now(),
      ...answered,
      agentVersion: 1,
    };
    const row = this.isTerminated ? undefined : await ledger.reportAgent(pool, this.id, report);
    if (row) this.#directive = obeyDirective(this.#directive, row.directive);
    this.isReporting = false;
  }

  /** A doorbell comes in. @returns whether it was claimed, refused, or left to others */
  async ring(ref: TaskRef): Promise<'claimed' | 'refused' | 'left'> {
    if (this.isTerminated || !this.wouldClaim) return 'left';
    this.#claims += 1;
    const { ledger, now } = this.#options;
    const outcome = await ledger.claim(ref, { owner: `${this.id}/1`, agentVersion: 1 }, now());
    if (outcome.kind === 'claimed') {
      this.#held.push(outcome.lease);
      if (this.isTerminated) this.killed += 1;
      else void this.#render(outcome.lease);
    }
    this.#claims -= 1;
    return outcome.kind;
  }

  /** The machine is gone in this moment. */
  terminate(): void {
    this.isTerminated = true;
    this.killed += this.#held.length;
  }

  async #render(lease: Lease): Promise<void> {
    const { turns, ledger, now } = this.#options;
    for (let left = turns.dice.below(RENDER_TURNS); left > 0; left -= 1) await turns.turn();
    if (this.isTerminated) return;
    await ledger.complete(lease, [], now());
    this.#held.splice(this.#held.indexOf(lease), 1);
  }
}
