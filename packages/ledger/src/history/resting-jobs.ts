/**
 * Which jobs a checker may let go of: ended, with no call open or of unknown outcome, and nothing heard of them for a while. State is then
 * bounded by the jobs that live at one time, and by little for each that ended. A job that a process died upon is kept: a straggler of it may still come.
 */
import { isEnded, type JobState } from '@reelyard/contracts';
import { jobOf, type Told } from './law.ts';

interface Life {
  /** Calls that were asked and not surely answered. */
  open: number;
  at: number;
  hasEnded: boolean;
}

/** Longer than a process is frozen and a client polls. */
const QUIET_MS = 600_000;

export class RestingJobs {
  /** Those that may rest soon, the quietest first. */
  readonly #ended = new Map<string, Life>();
  readonly #living = new Map<string, Life>();

  /** Takes a line and answers the jobs that rest by now. */
  take(line: Told): string[] {
    const job = jobOf(line);
    if (job !== undefined) this.#hear(job, line);
    const resting: string[] = [];
    for (const [name, { at, open }] of this.#ended) {
      if (line.at - at < QUIET_MS) break;
      this.#ended.delete(name);
      if (open === 0) resting.push(name);
    }
    return resting;
  }

  #hear(job: string, line: Told): void {
    const life = this.#ended.get(job) ?? this.#living.get(job) ?? { open: 0, at: 0, hasEnded: false };
    life.at = line.at;
    if (line.phase === 'invoke') life.open += 1;
    // Of unknown outcome: it stays open, as one that nobody answered.
    if (line.phase === 'ok' || line.phase === 'fail') life.open = Math.max(0, life.open - 1);
    life.hasEnded ||= tellsEnd(line);
    const [from, to] = life.hasEnded ? [this.#living, this.#ended] : [this.#ended, this.#living];
    from.delete(job);
    to.delete(job);
    to.set(job, life);
  }
}

function tellsEnd({ op, phase, state, jobEnded, outcome }: Told): boolean {
  if (isEnded(state as JobState) || outcome === 'job-failed') return true;
  return phase === 'ok' && (op === 'expire' || jobEnded === true);
}
