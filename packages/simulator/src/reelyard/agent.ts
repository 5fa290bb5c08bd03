/**
 * The agent on a simulated machine, as far as the scaler sees it: its row, its reports, and the directives that it hears in them.
 * Reports are made by beat (busy 10 s, idle 5 s, leaving 1 s), within a second of a change, and at once after a directive. Those between two
 * changes differ in time and progress alone, so they are made when somebody looks.
 */
import {
  type AgentReport,
  type Directive,
  type Instance,
  type RunningTask,
  type ServedTask,
} from '@reelyard/contracts';
import { type Machine } from '../kernel/machine.ts';
import { toMs } from './instant.ts';

/** Share of a run that stages and publishes, without progress. */
const STAGING_SHARE = 0.05;
const SERVED_KEPT = 8;
const QUICKEST_SECONDS = 1;

const BEAT_SECONDS = { idle: 5, busy: 10, quarantined: 10, parked: 1, draining: 1, drained: 1 } as const;

export class Agent {
  readonly machine: Machine;
  row: Instance;
  #heard: Directive;
  #acknowledged: number;
  #reportedAt = -Infinity;
  #served: readonly ServedTask[] = [];
  #beat = 0;

  constructor(machine: Machine, row: Instance) {
    this.machine = machine;
    this.row = row;
    this.#heard = row.directive;
    this.#acknowledged = row.directive.epoch;
  }

  /** When it asks for directives next. */
  nextBeatAt(now: number): number {
    const beat = this.#beatSeconds();
    return this.#reportedAt + Math.max(1, Math.floor((now - this.#reportedAt) / beat) + 1) * beat;
  }

  /** The soonest that a change may be reported. */
  get changeAt(): number {
    return this.#reportedAt + QUICKEST_SECONDS;
  }

  /** Makes the last of the reports that were due by now. */
  catchUp(now: number): void {
    if (!this.row.agent) return;
    const beat = this.#beatSeconds();
    const beats = Math.floor((now - this.#reportedAt) / beat);
    if (beats > 0) this.#write(this.#reportedAt + beats * beat);
  }

  /** True while the scaler's picture differs in what it acts on. */
  get hasNews(): boolean {
    const { agent } = this.row;
    return agent !== undefined && essenceOf(agent) !== essenceOf({ ...this.#standing(), tasks: this.#tasks() });
  }

  /** Reports, and hears. @returns whether the directive was news */
  report(now: number): boolean {
    this.#write(now);
    const { directive } = this.row;
    if (directive.epoch <= this.#heard.epoch) return false;
    this.#heard = this.#heard.kind === 'drain' ? { ...directive, kind: 'drain' } : directive;
    return true;
  }

  /** Whether the directive that it heard lets it take tasks. */
  get isWorking(): boolean {
    return this.#heard.kind === 'work';
  }

  remember(): void {
    const { run } = this.machine;
    if (!run) return;
    const { engine, frames, pixels, service: seconds } = run.task.arrival;
    const seq = (this.#served.at(-1)?.seq ?? 0) + 1;
    const served = { seq, engine, engineVersion: '1', frames, pixels, seconds };
    this.#served = [...this.#served, served].slice(-SERVED_KEPT);
  }

  #write(at: number): void {
    const running = this.#running(at);
    const standing = this.#standing();
    this.#acknowledged = standing.acknowledgedEpoch;
    this.#reportedAt = at;
    this.#beat += 1;
    const agent: AgentReport = {
      owner: `${this.machine.id}/${toMs(this.machine.readyAt ?? 0)}`,
      beat: this.#beat,
      at: toMs(at),
      ...standing,
      tasks: this.#tasks(),
      ...(running ? { running } : {}),
      ...(running?.progress === undefined ? {} : { progress: running.progress }),
      ...(this.#served.length > 0 ? { served: this.#served } : {}),
      agentVersion: 1,
    };
    this.row = { ...this.row, agent };
  }

  #standing(): Pick<AgentReport, 'state' | 'acknowledgedEpoch'> {
    const { kind, epoch } = this.#heard;
    const { run } = this.machine;
    const acknowledgedEpoch = kind === 'work' || !run ? epoch : this.#acknowledged;
    if (kind === 'drain') return { state: run ? 'draining' : 'drained', acknowledgedEpoch };
    if (run) return { state: 'busy', acknowledgedEpoch };
    return { state: kind === 'park' ? 'parked' : 'idle', acknowledgedEpoch };
  }

  #tasks(): AgentReport['tasks'] {
    const { run } = this.machine;
    return run ? [{ tenant: run.task.arrival.tenant, job: jobName(run.task.n), n: 0 }] : [];
  }

  #running(at: number): RunningTask | undefined {
    const { run } = this.machine;
    if (!run) return undefined;
    const { engine, frames, pixels, service } = run.task.arrival;
    const share = (at - run.startedAt) / service;
    const progress = (Math.max(0, share - STAGING_SHARE) / (1 - STAGING_SHARE)) * run.task.progressFactor;
    return { startedAt: toMs(run.startedAt), engine, frames, pixels, progress: Math.min(1, progress) };
  }

  #beatSeconds(): number {
    return BEAT_SECONDS[this.row.agent?.state ?? 'idle'];
  }
}

export function jobName(n: number): string {
  return `job_${String(n).padStart(9, '0')}`;
}

function essenceOf({ state, acknowledgedEpoch, tasks }: Pick<AgentReport, 'state' | 'acknowledgedEpoch' | 'tasks'>) {
  return `${state} ${acknowledgedEpoch} ${tasks.length}`;
}
