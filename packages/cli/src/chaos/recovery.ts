/**
 * How long an interrupted task was in nobody's hands: from the fault to the answer of the next claim, or to the end of its job by the farm.
 * Follows the merged lines of a history, in order of time; knows who holds what from claims, beats and what ends a lease.
 */
import { type HistoryLine } from '@reelyard/ledger';
import { NOTICED, SILENT, type Strike } from './fault-kinds.ts';

export interface Spread {
  /** Tasks. */
  samples: number;
  p50Seconds: number;
  p95Seconds: number;
  p99Seconds: number;
  maxSeconds: number;
}

export interface Recovery {
  /** Agents that died or stood still without a word. */
  silent: Spread;
  /** Agents that were told before. */
  noticed: Spread;
  /** The same, until the task waited again: without the time that it then waited for its turn. */
  silentUntilWaiting: Spread;
  noticedUntilWaiting: Spread;
}

interface Held {
  owner: string;
  epoch: number;
}

interface Interruption {
  isSilent: boolean;
  since: number;
  epoch: number;
  waitingAt?: number;
}

type Samples = Record<keyof Recovery, number[]>;

const ENDS_JOB = new Set(['cancel', 'expire']);

export class RecoveryWatch {
  readonly #held = new Map<string, Held>();
  readonly #open = new Map<string, Interruption>();
  readonly #samples: Samples = { silent: [], noticed: [], silentUntilWaiting: [], noticedUntilWaiting: [] };

  take(line: HistoryLine): void {
    if (line.phase === 'note' && line.op === 'fault') this.#interrupt(line);
    if (line.phase !== 'ok') return;
    const { ref } = line;
    if (ref && ENDS_JOB.has(line.op)) this.#forgetJob(`${ref.job}/`);
    if (ref?.n === undefined) return;
    const task = `${ref.job}/${ref.n}`;
    if (line.op === 'claim' || line.op === 'heartbeat') this.#hold(task, line);
    else if (line.op === 'complete') this.#finish(task);
    else if (line.op === 'reap' || line.op === 'fail' || line.op === 'release') this.#letGo(task, line);
  }

  finish(): Recovery {
    const { silent, noticed, silentUntilWaiting, noticedUntilWaiting } = this.#samples;
    return {
      silent: spreadOf(silent),
      noticed: spreadOf(noticed),
      silentUntilWaiting: spreadOf(silentUntilWaiting),
      noticedUntilWaiting: spreadOf(noticedUntilWaiting),
    };
  }

  #interrupt({ at, kind, victim, since }: HistoryLine): void {
    const isSilent = SILENT.includes(kind as Strike);
    if (!isSilent && !NOTICED.includes(kind as Strike)) return;
    for (const [task, { owner, epoch }] of this.#held) {
      if (!owner.startsWith(`${String(victim)}/`)) continue;
      const known = this.#open.get(task);
      // It is gone already; what else strikes its machine interrupts nothing. One that was told and then dies is silent from then on.
      if (known?.epoch === epoch && (known.isSilent || !isSilent)) continue;
      this.#open.set(task, { isSilent, since: Number(since ?? at), epoch });
    }
  }

  #hold(task: string, { at, owner, epoch }: HistoryLine): void {
    if (owner === undefined || epoch === undefined) return;
    const open = this.#open.get(task);
    const before = this.#held.get(task);
    if (before && before.epoch > epoch) return;
    this.#held.set(task, { owner, epoch });
    if (!open || epoch <= open.epoch) return;
    this.#open.delete(task);
    this.#sample(open, at);
  }

  #letGo(task: string, { at, op, epoch, outcome }: HistoryLine): void {
    this.#held.delete(task);
    const open = this.#open.get(task);
    if (!open || open.epoch !== epoch) return;
    open.waitingAt = at;
    if (outcome !== 'job-failed') return;
    this.#open.delete(task);
    // Failed by its engine while its machine was doomed: nothing was to recover.
    if (op === 'reap') this.#sample(open, at);
  }

  /** By its own holder after all: it was never lost. */
  #finish(task: string): void {
    this.#held.delete(task);
    this.#open.delete(task);
  }

  #forgetJob(prefix: string): void {
    for (const tasks of [this.#held, this.#open])
      for (const task of tasks.keys()) if (task.startsWith(prefix)) tasks.delete(task);
  }

  #sample({ isSilent, since, waitingAt }: Interruption, at: number): void {
    const name = isSilent ? 'silent' : 'noticed';
    this.#samples[name].push(at - since);
    if (waitingAt !== undefined) this.#samples[`${name}UntilWaiting`].push(waitingAt - since);
  }
}

function spreadOf(samples: number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => {
    const ms = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return Math.round(ms / 100) / 10;
  };
  return {
    samples: sorted.length,
    p50Seconds: at(0.5),
    p95Seconds: at(0.95),
    p99Seconds: at(0.99),
    maxSeconds: at(1),
  };
}
