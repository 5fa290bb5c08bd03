/** S10: a failure class uses up its own counter and no other, no task is tried past a budget, and none fails before it is spent. */
import { BUDGETS } from '../../budgets.ts';
import { type Blame, type Call, getOrMake, jobOf, type Law, taskOf, type Told } from '../law.ts';

/** Runs that may have been used up: class, or `reap` → epochs. */
type Tries = Map<string, Map<number, number>>;

export class Budgets implements Law {
  readonly #blame: Blame;
  /** Job → task → what it used. */
  readonly #jobs = new Map<string, Map<string, Tries>>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked({ asked }: Call): void {
    this.#count(asked, 1);
  }

  answered({ asked }: Call, answer: Told): void {
    if (asked.op !== 'fail' && asked.op !== 'reap') return;
    if (answer.phase === 'fail') this.#count(asked, -1);
    if (answer.phase === 'ok') this.#judge(asked, answer);
  }

  rested(job: string): void {
    this.#jobs.delete(job);
  }

  #count(asked: Told, by: 1 | -1): void {
    const task = taskOf(asked);
    const kind = kindOf(asked);
    if (task === undefined || kind === undefined) return;
    const tasks = getOrMake(this.#jobs, jobOf(asked) ?? '', () => new Map<string, Tries>());
    const tries = getOrMake(
      getOrMake(tasks, task, () => new Map<string, Map<number, number>>()),
      kind,
      () => new Map<number, number>(),
    );
    const epoch = asked.epoch ?? 0;
    const count = (tries.get(epoch) ?? 0) + by;
    if (count > 0) tries.set(epoch, count);
    else tries.delete(epoch);
  }

  #judge(asked: Told, answer: Told): void {
    const task = taskOf(asked) ?? '';
    const kind = kindOf(asked) ?? '';
    const tries = this.#jobs.get(jobOf(asked) ?? '')?.get(task);
    const most = mostUsed(tries, kind);
    if (answer['outcome'] === 'job-failed') return this.#judgeFailure(task, kind, most, answer);
    const used = Number(answer['used'] ?? 0);
    const budget = answer['budget'];
    if (used > most)
      this.#blame(
        'S10',
        `${task} has used ${used} runs of ${kind}, and ${most} were: something else burnt them`,
        answer,
      );
    if (typeof budget === 'number' && used >= budget)
      this.#blame('S10', `${task} is tried again although ${used} of ${budget} runs of ${kind} are used`, answer);
  }

  #judgeFailure(task: string, kind: string, most: number, answer: Told): void {
    const runs = kind === 'engine' || kind === 'infra' || kind === 'asset' ? BUDGETS[kind].runs : undefined;
    if (runs !== undefined && most < runs)
      this.#blame('S10', `${task} failed for good after ${most} of ${runs} runs of ${kind}`, answer);
  }
}

function kindOf({ op, class: kind }: Told): string | undefined {
  if (op === 'reap') return 'reap';
  return op === 'fail' && typeof kind === 'string' ? kind : undefined;
}

/** A loss on an instance that is counted already uses the infra budget. */
function mostUsed(tries: Tries | undefined, kind: string): number {
  const of = (name: string): number => tries?.get(name)?.size ?? 0;
  if (kind === 'infra' || kind === 'reap') return of('infra') + of('reap');
  return of(kind);
}
