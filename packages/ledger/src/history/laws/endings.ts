/** S2, S3, S4: one end of a job, for ever, by one write. What was asked surely after it must be refused. */
import { type JobState, isEnded } from '@reelyard/contracts';
import { type Blame, type Call, getOrMake, jobOf, type Law, type Mark, markOf, type Told } from '../law.ts';

interface Ending {
  tasks?: number;
  states: Map<string, Mark>;
  /** Operation and lease → the end that was sure when it was asked for the first time. */
  first: Map<string, Mark | undefined>;
  /** Writes that ended the job, by what makes them distinct. */
  writes: Map<string, Mark>;
}

/** Operations that only an active job lets pass. */
const NEEDS_ACTIVE = new Set(['claim', 'complete', 'fail', 'release', 'reap', 'unblock']);
/** An agent sends these again until they are answered: what counts is when it first asked. */
const SENT_AGAIN = new Set(['complete', 'fail', 'release', 'reap', 'unblock']);

export class Endings implements Law {
  readonly #blame: Blame;
  readonly #jobs = new Map<string, Ending>();
  /** Call → the end that was sure when it was asked. */
  readonly #before = new Map<Call, Mark | undefined>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked(call: Call): void {
    const job = jobOf(call.asked);
    if (job === undefined) return;
    const { op } = call.asked;
    const ending = this.#jobs.get(job);
    if (op === 'submit' && typeof call.asked['tasks'] === 'number') this.#of(job).tasks = call.asked['tasks'];
    const end = ending && [...ending.states.values()][0];
    this.#before.set(call, end);
    if (!SENT_AGAIN.has(op)) return;
    const { first } = this.#of(job);
    const again = againOf(call.asked);
    if (!first.has(again)) first.set(again, end);
  }

  answered(call: Call, answer: Told): void {
    const end = this.#before.get(call);
    this.#before.delete(call);
    const { asked } = call;
    const job = jobOf(asked);
    if (job === undefined || answer.phase === 'unknown') return;
    this.#judgeLate(call, answer, job, end);
    const state = stateOf(asked, answer);
    if (state !== undefined) this.#reached(job, state, answer);
    if (answer.phase === 'ok') this.#judgeWrite(job, asked, answer);
  }

  noted(note: Told): void {
    const job = jobOf(note);
    const state = note['state'];
    if (job !== undefined && typeof state === 'string' && isEnded(state as JobState)) this.#reached(job, state, note);
  }

  rested(job: string): void {
    const ending = this.#jobs.get(job);
    if (!ending) return;
    // What was asked before the end may be asked again for ever, and is answered as it was.
    for (const [again, end] of ending.first) if (end) ending.first.delete(again);
    ending.writes = new Map([...ending.writes].slice(0, 1));
  }

  #of(job: string): Ending {
    return getOrMake<string, Ending>(this.#jobs, job, () => ({
      states: new Map(),
      first: new Map(),
      writes: new Map(),
    }));
  }

  #judgeLate({ asked }: Call, answer: Told, job: string, end: Mark | undefined): void {
    if (answer.phase !== 'ok') return;
    const again = againOf(asked);
    const before = SENT_AGAIN.has(asked.op) ? this.#of(job).first.get(again) : end;
    if (before === undefined) return;
    const [state = 'ended'] = this.#jobs.get(job)?.states.keys() ?? [];
    const wrong = wrongAfter(state, job, asked, answer);
    if (wrong) this.#blame(...wrong, before, answer);
  }

  #reached(job: string, state: string, by: Told): void {
    const { states } = this.#of(job);
    if (states.has(state)) return;
    const [other] = states;
    states.set(state, markOf(by));
    if (!other) return;
    const isCancelBroken = states.has('canceled') && states.has('succeeded');
    this.#blame(isCancelBroken ? 'S4' : 'S3', `${job} was ${other[0]} and ${state}`, other[1], by);
  }

  #judgeWrite(job: string, asked: Told, answer: Told): void {
    const ending = this.#of(job);
    const write = endWriteOf(asked, answer, ending.tasks);
    if (write === undefined || ending.writes.has(write)) return;
    const [other] = ending.writes;
    ending.writes.set(write, markOf(answer));
    // Ends of two kinds are two states, which are told already.
    if (!other || other[0].split(' ')[0] !== write.split(' ')[0]) return;
    if (write.startsWith('T6')) this.#blame('S2', `${job} succeeded twice`, other[1], answer);
    else this.#blame('S5', `${job} was ended by two writes, so it has two terminal events`, other[1], answer);
  }
}

/** What is wrong with an answer to a call that was asked for after the end. */
function wrongAfter(state: string, job: string, asked: Told, answer: Told): [string, string] | undefined {
  const { op } = asked;
  if (NEEDS_ACTIVE.has(op)) {
    const because = `${op} passed although ${job} was ${state} before it was asked for`;
    return [state === 'canceled' ? 'S4' : 'S3', because];
  }
  const now = answer['state'];
  if (op === 'heartbeat' && now === undefined && answer['unread'] !== true)
    return ['S3', `a heartbeat was answered as if ${job} were active, which was ${state} before`];
  if (isRead(op) && typeof now === 'string' && !isEnded(now as JobState))
    return ['S3', `${job} was ${state} and then read as ${now}`];
  return undefined;
}

/** What makes a request of one job the same as an earlier one. */
const againOf = ({ op, ref, epoch }: Told): string => `${op} ${ref?.n ?? ''} ${epoch ?? ''}`;

const isRead = (op: string): boolean => op === 'findJob' || op === 'client.job';

function stateOf(asked: Told, answer: Told): string | undefined {
  const state = answer['state'];
  if (typeof state === 'string' && isEnded(state as JobState)) return state;
  if (answer.phase !== 'ok') return undefined;
  if (asked.op === 'complete' && answer['jobEnded'] === true) return 'succeeded';
  const isFailed = asked.op === 'expire' || answer['outcome'] === 'job-failed';
  return isFailed ? 'failed' : undefined;
}

/** `jobEnded` of a segment whose reply was lost says that the job has ended by then, not that this write ended it. */
function endWriteOf(asked: Told, { jobEnded, outcome }: Told, tasks: number | undefined): string | undefined {
  const task = `${asked.ref?.n ?? ''} ${asked.epoch ?? ''}`;
  if (asked.op === 'complete') return jobEnded === true && asked.ref?.n === (tasks ?? 0) - 1 ? `T6 ${task}` : undefined;
  if (asked.op === 'cancel' || asked.op === 'expire') return `${asked.op} ${String(asked['now'])}`;
  return outcome === 'job-failed' ? `failed ${asked.op} ${task}` : undefined;
}
