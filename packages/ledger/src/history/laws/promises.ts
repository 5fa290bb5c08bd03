/** S1, S15, L1: what was accepted is there, adds up and has ended. An audit (`rest` notes) has to name every accepted job. */
import { type JobState, isEnded } from '@reelyard/contracts';
import { type Blame, type Call, getOrMake, jobOf, type Law, type Mark, markOf, type Told } from '../law.ts';

interface Promised {
  accepted?: Mark;
  isEnded: boolean;
  isAudited: boolean;
}

export class Promises implements Law {
  readonly #blame: Blame;
  readonly #mayBeUnfinished: boolean;
  readonly #jobs = new Map<string, Promised>();
  readonly #before = new Map<Call, Mark | undefined>();
  #isAudit = false;

  constructor(blame: Blame, mayBeUnfinished: boolean) {
    this.#blame = blame;
    this.#mayBeUnfinished = mayBeUnfinished;
  }

  asked(call: Call): void {
    const job = jobOf(call.asked);
    if (call.asked.op === 'findJob' && job !== undefined) this.#before.set(call, this.#jobs.get(job)?.accepted);
  }

  answered(call: Call, answer: Told): void {
    const { asked } = call;
    const isPromise = (asked.op === 'submit' && answer['outcome'] === 'accepted') || asked.op === 'client.submit';
    const job = jobOf(asked.op === 'client.submit' ? answer : asked);
    if (job === undefined) return;
    if (isPromise && answer.phase === 'ok') this.#of(job).accepted ??= markOf(answer);
    if (endsJob(asked, answer)) this.#of(job).isEnded = true;
    const accepted = this.#before.get(call);
    this.#before.delete(call);
    if (accepted && answer['found'] === false)
      this.#blame('S1', `${job} was accepted and is not there`, accepted, answer);
  }

  noted(note: Told): void {
    const job = jobOf(note);
    if (note.op !== 'rest' || job === undefined) return;
    this.#isAudit = true;
    const promised = this.#of(job);
    promised.isAudited = true;
    if (note['found'] === false)
      return promised.accepted && this.#blame('S1', `${job} was accepted and is not there`, promised.accepted, note);
    promised.isEnded = isEnded(note['state'] as JobState);
    this.#judgeSums(job, note);
  }

  #judgeSums(job: string, note: Told): void {
    const tasks = (note['tasks'] ?? []) as [n: number, state: string, epoch: number][];
    const done = tasks.filter(([, state]) => state === 'done').length;
    if (done !== note['tasksDone'])
      this.#blame('S15', `${job} says ${String(note['tasksDone'])} tasks done, and ${done} are`, note);
    if (note['state'] === 'succeeded' && done !== note['tasksTotal'])
      this.#blame('S15', `${job} succeeded with ${done} of ${String(note['tasksTotal'])} tasks done`, note);
    const restless = tasks.filter(([, state]) => !['done', 'failed', 'void'].includes(state));
    if (isEnded(note['state'] as JobState) && restless.length > 0 && !this.#mayBeUnfinished)
      this.#blame('L1', `${job} has ended and task ${String(restless[0]?.[0])} is ${String(restless[0]?.[1])}`, note);
  }

  finish(): void {
    for (const [job, { accepted, isEnded: hasEnded, isAudited }] of this.#jobs) {
      if (!accepted) continue;
      if (this.#isAudit && !isAudited) this.#blame('S1', `${job} was accepted and no audit found it`, accepted);
      else if (!hasEnded && !this.#mayBeUnfinished) this.#blame('L1', `${job} was accepted and never ended`, accepted);
    }
  }

  #of(job: string): Promised {
    return getOrMake(this.#jobs, job, () => ({ isEnded: false, isAudited: false }));
  }
}

function endsJob(asked: Told, answer: Told): boolean {
  if (isEnded(answer['state'] as JobState) || answer['outcome'] === 'job-failed') return true;
  return answer.phase === 'ok' && (asked.op === 'expire' || (asked.op === 'complete' && answer['jobEnded'] === true));
}
