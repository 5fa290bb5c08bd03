/** What the agents of a farm have logged, in the order in which it was heard, and whoever waits for a record of it. */
import { type LogRecord } from '../dispatch/agent-process.ts';

export interface Word {
  agent: string;
  event: string;
  at: number;
  record: LogRecord;
}

/** A record of one task; `task` absent: of any task of the job. */
export interface Asked {
  event: string;
  job: string;
  task?: number;
  /** The record's lease came after this one. */
  afterEpoch?: number;
  epoch?: number;
  agent?: string;
}

export class Said {
  readonly words: Word[] = [];
  readonly #byJob = new Map<string, Word[]>();
  readonly #listeners = new Set<(word: Word) => void>();

  add(agent: string, record: LogRecord): void {
    const { event, jobId, time } = record;
    if (typeof event !== 'string') return;
    const word: Word = { agent, event, at: Date.parse(String(time)), record };
    this.words.push(word);
    if (typeof jobId === 'string') this.#byJob.set(jobId, [...(this.#byJob.get(jobId) ?? []), word]);
    for (const listener of [...this.#listeners]) listener(word);
  }

  of(job: string): readonly Word[] {
    return this.#byJob.get(job) ?? [];
  }

  find(asked: Asked): Word | undefined {
    return this.of(asked.job).find((word) => isAsked(word, asked));
  }

  /** Also one that was said before. @throws Error that tells what was waited for, after `withinMs` */
  heard(withinMs: number, ...alternatives: readonly Asked[]): Promise<Word> {
    const fits = (word: Word): boolean => alternatives.some((asked) => isAsked(word, asked));
    const found = alternatives.flatMap((asked) => this.find(asked) ?? [])[0];
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const listen = (word: Word): void => {
        if (!fits(word)) return;
        clearTimeout(bound);
        this.#listeners.delete(listen);
        resolve(word);
      };
      const bound = setTimeout(() => {
        this.#listeners.delete(listen);
        reject(new Error(`waited ${withinMs / 1_000} s in vain for ${JSON.stringify(alternatives)}`));
      }, withinMs);
      this.#listeners.add(listen);
    });
  }
}

function isAsked({ event, agent, record }: Word, asked: Asked): boolean {
  return (
    event === asked.event &&
    record['jobId'] === asked.job &&
    (asked.task === undefined || record['taskId'] === asked.task) &&
    (asked.epoch === undefined || record['epoch'] === asked.epoch) &&
    (asked.afterEpoch === undefined || Number(record['epoch']) > asked.afterEpoch) &&
    (asked.agent === undefined || agent === asked.agent)
  );
}
