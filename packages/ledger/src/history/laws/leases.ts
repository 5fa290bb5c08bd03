/**
 * S6 and S7: one lease at a time. An epoch is given once and grows by one with each claim; a holder writes only while nobody claimed after
 * it; and the windows in which leases were surely held, from the answer of the claim to the last write that passed, never overlap.
 */
import { type Blame, type Call, getOrMake, jobOf, type Law, type Mark, markOf, taskOf, type Told } from '../law.ts';

export interface HeldWindow {
  epoch: number;
  owner: string;
  from: number;
  /** Asked at this instant, a write of the holder passed. */
  until: number;
  claim: Mark;
  last?: Mark;
}

interface TaskBook {
  leases: Map<number, HeldWindow>;
  /** Highest epoch that was surely given. */
  epoch: number;
  latest?: Mark;
  /** Owners of claims that are under way or of unknown outcome: each may have used an epoch. */
  open: string[];
  /** Epochs that were taken from such an owner before it had heard of them: a claim that lost its answer and tried again got the next one. */
  reaped: Set<number>;
  committed?: Mark & { epoch: number };
  /** `<operation> <epoch>` → highest epoch when it was first asked for. */
  first: Map<string, number>;
}

const HOLDERS = new Set(['heartbeat', 'release', 'complete', 'fail']);

export class Leases implements Law {
  readonly #blame: Blame;
  /** Job → task → its leases. */
  readonly #jobs = new Map<string, Map<string, TaskBook>>();
  /** Jobs that rest. Whatever passes for them is judged by their end. */
  readonly #letGo = new Set<string>();
  /** Call → highest sure epoch when it was asked. */
  readonly #before = new Map<Call, number>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  /** Of all tasks, or of those of one job. */
  *windows(job?: string): Generator<HeldWindow> {
    const jobs = job === undefined ? this.#jobs.values() : [this.#jobs.get(job) ?? new Map<string, TaskBook>()];
    for (const tasks of jobs) for (const { leases } of tasks.values()) yield* leases.values();
  }

  asked(call: Call): void {
    const { op, epoch } = call.asked;
    const task = taskOf(call.asked);
    if (task === undefined || (op !== 'claim' && op !== 'reap' && !HOLDERS.has(op))) return;
    if (this.#letGo.has(jobOf(call.asked) ?? '')) return;
    const book = this.#bookOf(call.asked, task);
    if (op === 'claim') book.open.push(call.asked.owner ?? '');
    this.#before.set(call, book.epoch);
    const again = `${op} ${epoch ?? ''}`;
    if ((op === 'complete' || op === 'fail') && !book.first.has(again)) book.first.set(again, book.epoch);
  }

  answered(call: Call, answer: Told): void {
    const before = this.#before.get(call);
    if (before === undefined) return;
    this.#before.delete(call);
    const task = taskOf(call.asked) ?? '';
    const book = this.#bookOf(call.asked, task);
    if (call.asked.op === 'claim') this.#claimed(task, book, { call, answer, before });
    else if (answer.phase !== 'ok') return;
    else if (call.asked.op === 'reap') this.#reaped(book, call.asked);
    else this.#wrote(task, book, { call, answer, before });
  }

  #reaped(book: TaskBook, { epoch = 0, owner = '' }: Told): void {
    if (book.open.includes(owner) && !book.leases.has(epoch)) book.reaped.add(epoch);
  }

  #claimed(task: string, book: TaskBook, { call, answer, before }: Answered): void {
    if (answer.phase === 'unknown') return;
    const owner = call.asked.owner ?? '';
    book.open.splice(book.open.indexOf(owner), 1);
    const { epoch = 0 } = answer;
    if (answer.phase === 'fail') return;
    const known = book.leases.get(epoch);
    // One process that asks twice at once may hear of its one lease twice.
    if (known && (known.owner !== owner || epoch <= before))
      this.#blame('S6', `epoch ${epoch} of ${task} was given twice`, known.claim, answer);
    else if (epoch <= before)
      this.#blame('S6', `${task} was claimed with epoch ${epoch} after ${before}`, book.latest, answer);
    if (!known) book.leases.set(epoch, { epoch, owner, from: answer.at, until: -1, claim: markOf(answer) });
    if (epoch <= book.epoch) return;
    book.epoch = epoch;
    book.latest = markOf(answer);
  }

  #wrote(task: string, book: TaskBook, { call, answer, before }: Answered): void {
    const { op, epoch = 0, owner = '', at } = call.asked;
    const newest = book.first.get(`${op} ${epoch}`) ?? before;
    const lease = book.leases.get(epoch);
    if (!lease) return this.#blame('S6', `${op} of ${task} passed with epoch ${epoch}, which nobody claimed`, answer);
    if (lease.owner !== owner)
      return this.#blame(
        'S6',
        `${op} of ${task} by ${owner} passed in the lease of ${lease.owner}`,
        lease.claim,
        answer,
      );
    if (newest > epoch)
      this.#blame('S6', `${op} of ${task} passed with epoch ${epoch} after ${newest} was given`, book.latest, answer);
    if (op === 'complete') this.#committed(task, book, epoch, answer);
    if (at <= lease.until) return;
    lease.until = at;
    lease.last = markOf(answer);
  }

  #committed(task: string, book: TaskBook, epoch: number, answer: Told): void {
    if (book.committed && book.committed.epoch !== epoch)
      this.#blame('S6', `${task} was committed by two epochs`, book.committed, answer);
    book.committed ??= { ...markOf(answer), epoch };
  }

  rested(job: string): void {
    const tasks = this.#jobs.get(job);
    if (!tasks) return;
    for (const [task, book] of tasks) this.#judge(task, book);
    this.#jobs.delete(job);
    this.#letGo.add(job);
  }

  finish(): void {
    for (const tasks of this.#jobs.values()) for (const [task, book] of tasks) this.#judge(task, book);
  }

  #bookOf(asked: Told, task: string): TaskBook {
    const tasks = getOrMake(this.#jobs, jobOf(asked) ?? '', () => new Map<string, TaskBook>());
    return getOrMake(tasks, task, newBook);
  }

  #judge(task: string, book: TaskBook): void {
    const unheard = [...book.reaped].filter((epoch) => !book.leases.has(epoch)).length;
    const missing = book.epoch - book.leases.size - unheard;
    if (missing > book.open.length)
      this.#blame('S6', `epochs of ${task} grew by more than one: ${[...book.leases.keys()].join(', ')}`, book.latest);
    this.#overlaps(task, [...book.leases.values()]);
  }

  #overlaps(task: string, leases: readonly HeldWindow[]): void {
    const sure = leases.filter(({ from, until }) => from <= until).sort((a, b) => a.from - b.from);
    let longest = sure[0];
    for (const window of sure.slice(1)) {
      if (longest && window.from < longest.until)
        this.#blame(
          'S7',
          `${longest.owner} and ${window.owner} held ${task} at once`,
          longest.claim,
          window.claim,
          longest.last,
        );
      if (!longest || window.until > longest.until) longest = window;
    }
  }
}

interface Answered {
  call: Call;
  answer: Told;
  before: number;
}

const newBook = (): TaskBook => ({
  leases: new Map<number, HeldWindow>(),
  epoch: 0,
  open: [],
  reaped: new Set<number>(),
  first: new Map<string, number>(),
});
