/**
 * The chain of one job as it happens: successive snapshots of job, fleet and bootstrap become lines, each said once.
 * Pure: the caller polls and prints.
 */
import { type Instance } from '@reelyard/contracts';
import { type JobView } from '../api/client.ts';
import { describeWait, meaningOf } from './wait-words.ts';

export interface Snapshot {
  at: number;
  job: JobView;
  instances: readonly Instance[];
  /** `step=…` words that the bootstrap document has printed so far, by instance. */
  steps: ReadonlyMap<string, readonly string[]>;
}

export interface ChainLine {
  /** First column: `accepted`, `booting`, `bootstrap`, `rendering`, `published`, … */
  link: string;
  text: string;
}

export class Chain {
  readonly #startedAt: number;
  readonly #said = new Set<string>();

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Lines that this snapshot adds. */
  advance(snapshot: Snapshot): ChainLine[] {
    const lines = [
      this.#once('accepted', snapshot.job.id, this.#clock(snapshot.at)),
      ...snapshot.instances.flatMap((instance) => this.#instanceLines(instance, snapshot)),
      this.#waitLine(snapshot),
      ...this.#jobLines(snapshot),
    ];
    return lines.filter((line) => line !== undefined);
  }

  #instanceLines(instance: Instance, { at, steps }: Snapshot): (ChainLine | undefined)[] {
    const { boot, id } = instance;
    const clock = this.#clock(at);
    return [
      this.#once('booting', `${id} launched, held by its lifecycle hook`, clock),
      boot.ssmOnlineAt === undefined ? undefined : this.#once('booting', `${id} online in SSM`, clock),
      ...(steps.get(id) ?? []).map((step) => this.#once('bootstrap', step, clock)),
      boot.readyAt === undefined ? undefined : this.#once('bootstrap', `${id} passed${smoke(instance)}`, clock),
      instance.agent === undefined ? undefined : this.#once('agent', `${id} reports for work`, clock),
    ];
  }

  /** Each reason once, with what was expected then; what passes by itself within a few seconds is not worth a line. */
  #waitLine({ at, job: { waiting } }: Snapshot): ChainLine | undefined {
    if (!waiting || isBrief(waiting.reason)) return undefined;
    const line = this.#once('waiting', meaningOf(waiting.reason), this.#clock(at));
    return line && { link: line.link, text: `${describeWait(waiting)} ${this.#clock(at)}` };
  }

  #jobLines({ at, job }: Snapshot): (ChainLine | undefined)[] {
    const clock = this.#clock(at);
    const hasStarted = job.state !== 'queued';
    return [
      hasStarted ? this.#once('rendering', 'claimed by an agent', clock) : undefined,
      job.state === 'succeeded' ? this.#once('published', 'verified and committed', clock) : undefined,
      job.state === 'failed' ? this.#once('failed', job.error?.message ?? 'no reason given', clock) : undefined,
      job.state === 'canceled' ? this.#once('canceled', 'on request', clock) : undefined,
    ];
  }

  #once(link: string, text: string, clock: string): ChainLine | undefined {
    const key = `${link} ${text}`;
    if (this.#said.has(key)) return undefined;
    this.#said.add(key);
    return { link, text: `${text} ${clock}` };
  }

  #clock(at: number): string {
    return `(${((at - this.#startedAt) / 1_000).toFixed(1)} s)`;
  }
}

const isBrief = (reason: string): boolean => reason === 'not-counted-yet' || reason === 'starting-soon';

function smoke({ boot }: Instance): string {
  const { result } = boot;
  if (!result?.ok) return '';
  const version = result.engineVersion === undefined ? '' : ` engine ${result.engineVersion}`;
  return `${version}${result.smokeSeconds === undefined ? '' : `, smoke render ${result.smokeSeconds.toFixed(1)} s`}`;
}
