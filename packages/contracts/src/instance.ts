/**
 * The row that scaler and agent share about one instance.
 * Invariant: the scaler writes `directive` and the bootstrap fields, the agent writes `agent`; neither writes the other's.
 */
import { type TaskRef } from './task.ts';

export const INSTANCE_STATES = [
  /** Row exists, launch hook held; waiting for SSM, bootstrap, or the agent's first beat. */
  'booting',
  /** Bootstrap done and hook completed; usable once the agent beats. */
  'ready',
  /** Stopped in the warm pool. */
  'warm',
  /** Drain acknowledged, or termination under way. */
  'terminating',
  'gone',
] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** What the scaler asks of an agent; obeyed and echoed by epoch. `drain` is irrevocable. */
export interface Directive {
  kind: 'work' | 'park' | 'drain';
  epoch: number;
  at: number;
}

/** A task past its claim, as the scaler needs it: how long it has run, and what it looks like. */
export interface RunningTask {
  startedAt: number;
  engine: string;
  frames: number;
  /** Of one frame. */
  pixels: number;
  /** 0..1 of its own frames. */
  progress?: number;
}

/** A task that this agent finished: what service times are learned from. */
export interface ServedTask {
  /** Grows by one a task over the life of this agent's process. */
  seq: number;
  engine: string;
  engineVersion: string;
  frames: number;
  pixels: number;
  /** Claim to commit; of a task claimed ahead, from when the engine was free for it. */
  seconds: number;
}

/** What the agent last said of itself. */
export interface AgentReport {
  /** `<instance id>/<process start>`. */
  owner: string;
  beat: number;
  at: number;
  state: 'idle' | 'busy' | 'parked' | 'draining' | 'drained' | 'quarantined';
  /** Epoch of the last directive obeyed: parked or drained with zero tasks held. */
  acknowledgedEpoch: number;
  tasks: TaskRef[];
  progress?: number;
  /** The task whose engine runs, or whose files are being staged or published. */
  running?: RunningTask;
  /** The last eight. */
  served?: readonly ServedTask[];
  engine?: { name: string; version: string };
  agentVersion: number;
  /** EC2 takes the instance back: it claims nothing any more. */
  isInterrupted?: true;
  diskFreeBytes?: number;
}

export type BootPhase = 'pending-wait' | 'ssm-online' | 'command-sent' | 'command-done' | 'continued' | 'abandoned';

/** Bootstrap as one idempotent step reads and writes it. */
export interface Boot {
  phase: BootPhase;
  hookToken?: string;
  hookName?: string;
  origin?: string;
  destination?: string;
  launchedAt: number;
  ssmOnlineAt?: number;
  rebootedAt?: number;
  commandId?: string;
  commandSentAt?: number;
  sends: number;
  retryAt?: number;
  heartbeatAt?: number;
  readyAt?: number;
  result?: {
    ok: boolean;
    code: number;
    engineVersion?: string;
    smokeSeconds?: number;
    seat?: string;
    message?: string;
  };
  /** The last 2,000 characters of output of a failed step. */
  output?: string;
}

export interface Instance {
  pool: string;
  id: string;
  state: InstanceState;
  /** Grows with each write by the scaler; its writes are conditional on it. */
  version: number;
  boot: Boot;
  directive: Directive;
  agent?: AgentReport;
  type?: string;
  zone?: string;
  templateVersion?: string;
  createdAt: number;
}
