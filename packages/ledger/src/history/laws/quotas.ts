/**
 * S18: of the jobs that a quota let go no more are active at once, and no more were let go on one day, than its limits say. Limits may change between
 * two calls that overlap, and nobody can say which came first: each is then held to the wider one.
 */
import { type Blame, type Call, getOrMake, jobOf, type Law, type Told } from '../law.ts';

interface Most {
  atOnce: number;
  perDay: number;
}

interface QuotaBook {
  /** Let go while there was a limit, and not seen to rest. */
  jobs: Set<string>;
  /** Day of UTC → let go on it. */
  days: Map<number, number>;
  /** Calls under way or of unknown outcome, each with the widest limits of all that it overlapped. */
  open: Map<Call, Most>;
}

const DAY_MS = 86_400_000;

/** What may end a job. */
const ENDINGS = new Set(['complete', 'fail', 'reap', 'cancel', 'expire']);

export class Quotas implements Law {
  readonly #blame: Blame;
  readonly #quotas = new Map<string, QuotaBook>();
  /** Job → calls that may have ended it. */
  readonly #endings = new Map<string, number>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked(call: Call): void {
    const { asked } = call;
    if (ENDINGS.has(asked.op)) this.#count(asked, 1);
    if (asked.op !== 'admit') return;
    const { open } = this.#bookOf(asked);
    const own = mostOf(asked);
    const widest = { ...own };
    for (const [other, most] of open) {
      widen(widest, mostOf(other.asked));
      widen(most, own);
    }
    open.set(call, widest);
  }

  answered(call: Call, answer: Told): void {
    const { asked } = call;
    if (ENDINGS.has(asked.op) && wasNoEnd(answer)) this.#count(asked, -1);
    if (asked.op !== 'admit' || answer.phase === 'unknown') return;
    const book = this.#bookOf(asked);
    const most = book.open.get(call);
    book.open.delete(call);
    if (most !== undefined && answer.phase === 'ok') this.#letGo(book, most, asked, answer);
  }

  rested(job: string): void {
    this.#endings.delete(job);
    for (const { jobs } of this.#quotas.values()) jobs.delete(job);
  }

  #letGo(book: QuotaBook, most: Most, asked: Told, answer: Told): void {
    const name = `${String(asked['tenant'])}/${String(asked['quota'])}`;
    const ids = (answer['jobs'] as readonly string[]).map((id) => `${String(asked['tenant'])}/${id}`);
    const day = Math.floor(Number(asked['now']) / DAY_MS);
    const today = (book.days.get(day) ?? 0) + ids.length;
    book.days.set(day, today);
    if (today > most.perDay)
      this.#blame('S18', `quota ${name} let ${today} jobs go on one day, its limit is ${most.perDay}`, answer);
    // Without a limit nobody keeps count: those that were let go before are forgotten, as the ledger forgets them.
    if (mostOf(asked).atOnce === Infinity) return book.jobs.clear();
    for (const id of ids) book.jobs.add(id);
    const active = [...book.jobs].filter((id) => !this.#endings.has(id)).length;
    if (active > most.atOnce)
      this.#blame('S18', `${active} jobs of quota ${name} are active at once, its limit is ${most.atOnce}`, answer);
  }

  #count(asked: Told, by: 1 | -1): void {
    const job = jobOf(asked);
    if (job === undefined) return;
    const count = (this.#endings.get(job) ?? 0) + by;
    if (count > 0) this.#endings.set(job, count);
    else this.#endings.delete(job);
  }

  #bookOf({ tenant, quota }: Told): QuotaBook {
    const make = (): QuotaBook => ({ jobs: new Set<string>(), days: new Map(), open: new Map() });
    return getOrMake(this.#quotas, `${String(tenant)}/${String(quota)}`, make);
  }
}

function mostOf({ concurrentJobs, jobsPerDay }: Told): Most {
  const limit = (value: unknown): number => (typeof value === 'number' ? value : Infinity);
  return { atOnce: limit(concurrentJobs), perDay: limit(jobsPerDay) };
}

function widen(most: Most, { atOnce, perDay }: Most): void {
  most.atOnce = Math.max(most.atOnce, atOnce);
  most.perDay = Math.max(most.perDay, perDay);
}

/** It surely left the job as active as it was. */
const wasNoEnd = ({ phase, jobEnded, outcome }: Told): boolean =>
  phase === 'fail' || (phase === 'ok' && (jobEnded === false || outcome === 'requeued'));
