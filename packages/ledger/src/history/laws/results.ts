/** S8 and S9: a result points to files that a commit of its job named, and their bytes are those that were published. */
import { type Blame, type Call, getOrMake, jobOf, type Law, type Mark, markOf, type Told } from '../law.ts';

interface File {
  key: string;
  sha256: string;
}

interface Committed {
  sha256: string;
  /** Commits that may have passed. */
  calls: number;
}

export class Results implements Law {
  readonly #blame: Blame;
  readonly #jobs = new Map<string, Map<string, Committed>>();
  readonly #published = new Map<string, { sha256: string; by: Mark }>();
  /** Job → keys that its end named. */
  readonly #shown = new Map<string, ReadonlySet<string>>();

  constructor(blame: Blame) {
    this.#blame = blame;
  }

  asked({ asked }: Call): void {
    if (asked.op === 'complete') this.#count(asked, 1);
  }

  answered({ asked }: Call, answer: Told): void {
    if (asked.op === 'complete' && answer.phase === 'fail') this.#count(asked, -1);
    if (asked.op === 'complete' && answer['jobEnded'] === true)
      this.#shown.set(jobOf(asked) ?? '', new Set(filesOf(asked).map(({ key }) => key)));
    if (asked.op === 'publish' && answer.phase === 'ok') this.#publish(answer);
    if (asked.op === 'findJob') this.#judge(asked, answer);
  }

  noted(note: Told): void {
    if (note.op === 'rest') this.#judge(note, note);
    if (note.op === 'client.artifact' && note['sha256'] !== note['expected'])
      this.#blame(
        'S8',
        `the bytes of ${String(note['name'])} of ${jobOf(note) ?? ''} are not those of its digest`,
        note,
      );
  }

  /** A result goes on being read; files of segments and of lost attempts are not. */
  rested(job: string): void {
    const shown = this.#shown.get(job);
    this.#shown.delete(job);
    const committed = this.#jobs.get(job);
    for (const key of [...(committed?.keys() ?? [])]) {
      this.#published.delete(key);
      if (shown && !shown.has(key)) committed?.delete(key);
    }
  }

  #count(asked: Told, by: 1 | -1): void {
    const job = jobOf(asked);
    if (job === undefined) return;
    const committed = getOrMake(this.#jobs, job, () => new Map<string, Committed>());
    for (const { key, sha256 } of filesOf(asked)) {
      const file = getOrMake(committed, key, () => ({ sha256, calls: 0 }));
      file.calls += by;
    }
  }

  #publish(answer: Told): void {
    const { key, sha256 } = answer as unknown as File;
    const first = getOrMake(this.#published, key, () => ({ sha256, by: markOf(answer) }));
    if (first.sha256 !== sha256) this.#blame('S8', `${key} was written twice, with other bytes`, first.by, answer);
  }

  #judge(asked: Told, answer: Told): void {
    const job = jobOf(asked);
    const files = filesOf(answer);
    if (job === undefined || files.length === 0) return;
    if (answer['state'] !== 'succeeded')
      this.#blame('S9', `${job} is ${String(answer['state'])} and shows a result`, answer);
    for (const { key, sha256 } of files) {
      const committed = this.#jobs.get(job)?.get(key);
      if (!committed || committed.calls < 1) this.#blame('S9', `${job} shows ${key}, which no commit named`, answer);
      else if (committed.sha256 !== sha256) this.#blame('S8', `the digest of ${key} is not the one committed`, answer);
      const published = this.#published.get(key);
      if (published && published.sha256 !== sha256)
        this.#blame('S8', `the digest of ${key} is not that of the bytes published`, published.by, answer);
    }
  }
}

const filesOf = (told: Told): File[] => (Array.isArray(told['artifacts']) ? (told['artifacts'] as File[]) : []);
