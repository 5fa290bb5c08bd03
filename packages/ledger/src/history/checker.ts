/** Judges a history in one pass over its lines, merged in order of time. Pure; docs/reference/history.md tells what each law needs to see. */
import { type HistoryLine } from './line.ts';
import { type Call, type Law, type Mark, type Told, type Violation } from './law.ts';
import { Budgets } from './laws/budgets.ts';
import { Endings } from './laws/endings.ts';
import { Leases } from './laws/leases.ts';
import { Promises } from './laws/promises.ts';
import { Quotas } from './laws/quotas.ts';
import { Replies } from './laws/replies.ts';
import { Results } from './laws/results.ts';
import { Rest } from './laws/rest.ts';
import { Seats } from './laws/seats.ts';
import { Tenants } from './laws/tenants.ts';
import { Terminations } from './laws/terminations.ts';
import { Timelines } from './laws/timelines.ts';
import { Webhooks } from './laws/webhooks.ts';
import { RestingJobs } from './resting-jobs.ts';
import { rowOf, TRANSITION_ROWS } from './transitions-seen.ts';

export { type Violation } from './law.ts';

/** What is judged, in words; the numbers are those of docs/reference/ledger.md. */
export const INVARIANTS: Readonly<Record<string, string>> = {
  S1: 'no accepted job is lost',
  S2: 'a job succeeds at most once',
  S3: 'an end is never left',
  S4: 'canceled is never followed by success',
  S5: 'one terminal event a job, and no gap in its events',
  S6: 'only the current epoch writes, and it grows by one with each claim',
  S7: 'no task is held by two at once',
  S8: 'the bytes behind a result match its digest',
  S9: 'no file of an uncommitted attempt is visible',
  S10: 'budgets hold, and interruptions burn no attempt',
  S11: 'a repeated request gets the same bytes',
  S12: 'no tenant sees the ids of another',
  S13: 'no more seats are held than there are',
  S14: 'no busy instance is ended by us',
  S15: 'the tasks done add up',
  S16: 'every webhook verifies, under one id per event',
  S17: 'events keep the order of the writes',
  S18: 'no more jobs of a quota are active, or let go on a day, than its limits say',
  L1: 'every job ends',
  L2: 'every event reaches a healthy endpoint',
  L3: 'queues and indexes are empty at rest',
  L4: 'the fleet is at its floor, and nothing is left behind',
};

export interface OperationCount {
  invoke: number;
  ok: number;
  fail: number;
  unknown: number;
  note: number;
}

export interface Verdict {
  lines: number;
  operations: Record<string, OperationCount>;
  /** Row of the protocol → how often; every row is there. */
  transitions: Record<string, number>;
  /** Kind → how often it was really injected; every announced kind is there. */
  faults: Record<string, number>;
  /** Invariant → how many. */
  violated: Record<string, number>;
  /** The first of each invariant, at most `MOST_TOLD`. */
  violations: Violation[];
}

/** One mistake may break a promise of every job: the first ones tell it. */
const MOST_TOLD = 20;

export interface CheckerOptions {
  /** The farm was still at work when the history was taken: L1 is not judged. */
  mayBeUnfinished?: boolean;
}

export class HistoryChecker {
  readonly #laws: Law[];
  readonly #calls = new Map<string, Call>();
  readonly #resting = new RestingJobs();
  readonly #verdict: Verdict = {
    lines: 0,
    operations: {},
    transitions: Object.fromEntries(TRANSITION_ROWS.map((row) => [row, 0])),
    faults: {},
    violated: {},
    violations: [],
  };

  constructor({ mayBeUnfinished = false }: CheckerOptions = {}) {
    const blame = this.#blame.bind(this);
    const leases = new Leases(blame);
    this.#laws = [
      new Promises(blame, mayBeUnfinished),
      new Endings(blame),
      // Before the leases, whose windows it judges when a job rests.
      new Terminations(blame, leases),
      leases,
      new Budgets(blame),
      new Replies(blame),
      new Results(blame),
      new Timelines(blame),
      new Seats(blame),
      new Quotas(blame),
      new Tenants(blame),
      new Webhooks(blame),
      new Rest(blame, mayBeUnfinished),
    ];
  }

  /** @param place of the line, as it is to be named: `<file>:<line>` */
  take(line: HistoryLine, place: string): void {
    const told: Told = { ...line, place };
    const verdict = this.#verdict;
    verdict.lines += 1;
    const count = (verdict.operations[line.op] ??= { invoke: 0, ok: 0, fail: 0, unknown: 0, note: 0 });
    count[line.phase] += 1;
    for (const job of this.#resting.take(told)) for (const law of this.#laws) law.rested?.(job);
    if (line.phase === 'note') return this.#note(told);
    const name = `${line.process} ${line.call ?? ''}`;
    if (line.phase === 'invoke') return this.#ask(name, told);
    const call = this.#calls.get(name);
    this.#calls.delete(name);
    // Its invoke stands in a part of the history that is not here.
    if (call) this.#answer(call, told);
  }

  finish(): Verdict {
    for (const law of this.#laws) law.finish?.();
    return this.#verdict;
  }

  #note(told: Told): void {
    const { faults } = this.#verdict;
    if (told.op === 'fault')
      faults[String(told['kind'])] = (faults[String(told['kind'])] ?? 0) + Number(told['times'] ?? 1);
    if (told.op === 'plan') for (const kind of (told['faults'] ?? []) as string[]) faults[kind] ??= 0;
    for (const law of this.#laws) law.noted?.(told);
  }

  #ask(name: string, asked: Told): void {
    const call: Call = { asked };
    this.#calls.set(name, call);
    for (const law of this.#laws) law.asked?.(call);
  }

  #answer(call: Call, answer: Told): void {
    for (const law of this.#laws) law.answered?.(call, answer);
    const row = answer.phase === 'ok' ? rowOf(call.asked, answer) : undefined;
    if (row) this.#verdict.transitions[row] = (this.#verdict.transitions[row] ?? 0) + 1;
  }

  #blame(invariant: string, because: string, ...told: readonly (Mark | undefined)[]): void {
    const { violated, violations } = this.#verdict;
    const count = (violated[invariant] ?? 0) + 1;
    violated[invariant] = count;
    if (count <= MOST_TOLD) violations.push({ invariant, because, lines: told.flatMap((each) => each?.place ?? []) });
  }
}
