/** S12: an id belongs to one tenant. Nobody is shown a job of another, and no file of a job lies under the name of another. */
import { type Blame, type Call, type Law, type Mark, markOf, type Told } from '../law.ts';

/** Answers by which somebody sees a job, or works on it. */
const SHOWS = new Set(['findJob', 'claim', 'complete', 'client.submit', 'client.job', 'client.cancel']);

interface Owner {
  tenant: string;
  by: Mark;
}

export class Tenants implements Law {
  readonly #blame: Blame;
  readonly #owners = new Map<string, Owner>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  answered({ asked }: Call, answer: Told): void {
    if (answer.phase !== 'ok') return;
    if (asked.op === 'submit' && answer['outcome'] === 'accepted') this.#own(asked, answer);
    else if (SHOWS.has(asked.op) && answer['found'] !== false)
      this.#judge(asked.op === 'client.submit' ? answer : asked, answer);
  }

  noted(note: Told): void {
    if (note.op === 'rest' && note['found'] !== false) this.#judge(note, note);
  }

  #own({ ref }: Told, answer: Told): void {
    if (!ref) return;
    const known = this.#owners.get(ref.job);
    if (!known) this.#owners.set(ref.job, { tenant: ref.tenant, by: markOf(answer) });
    else if (known.tenant !== ref.tenant)
      this.#blame('S12', `${ref.job} was accepted for ${known.tenant} and for ${ref.tenant}`, known.by, answer);
  }

  #judge({ ref, artifacts: named }: Told, answer: Told): void {
    if (!ref) return;
    const owner = this.#owners.get(ref.job);
    if (owner && owner.tenant !== ref.tenant)
      this.#blame('S12', `${ref.tenant} was shown ${ref.job}, which is ${owner.tenant}'s`, owner.by, answer);
    for (const { key } of [...filesOf(named), ...filesOf(answer['artifacts'])]) {
      const [, tenant, job] = /^artifacts\/[^/]+\/([^/]+)\/([^/]+)\//.exec(key) ?? [];
      if (tenant !== undefined && (tenant !== ref.tenant || job !== ref.job))
        this.#blame('S12', `a result of ${ref.tenant}/${ref.job} lies at ${key}`, answer);
    }
  }
}

const filesOf = (value: unknown): { key: string }[] => (Array.isArray(value) ? (value as { key: string }[]) : []);
