/** One task that this agent holds, from its claim until nothing of it is left here. Only the attempt and the lease keeper change it. */
import { type Job, type Lane, type Task, type TaskPhase, type TaskProgress } from '@reelyard/contracts';
import { type Lease } from '@reelyard/ledger';
import { type ProgressPoint } from './core/progress-rate.ts';
import { type SeatGrip } from './seat-grip.ts';

/** Why an attempt must end before its own end. The first three report nothing: the task is no longer ours. */
export type LetGo =
  'lease-lost' | 'job-ended' | 'unreachable' | 'released' | 'spot-notice' | 'host-stopping' | 'seat-lost';

export interface HeldTask {
  lease: Lease;
  task: Task;
  job: Job;
  lane: Lane;
  phase: TaskPhase;
  progress?: TaskProgress;
  /** Of an engine that needs one, until the engine has ended. */
  seat?: SeatGrip;
  /** Before the engine slot, in it, or past it. */
  place: 'waiting' | 'engine' | 'past';
  /** Claimed while another rendered. */
  readonly isAhead: boolean;
  /** Wall instant of the claim; of one claimed ahead, that at which the engine was free for it. */
  startedAt: number;
  /** Monotonic instant at which it entered the engine slot. */
  renderingSince: number;
  lastProgress?: ProgressPoint;
  /** The commit is under way: it alone decides now, not a heartbeat that crosses it. */
  isCommitting: boolean;
  letGo?: LetGo;
  readonly ending: AbortController;
}

export interface Claimed {
  lease: Lease;
  task: Task;
  job: Job;
}

export function holdTask(
  { lease, task, job }: Claimed,
  by: { at: number; isAhead: boolean },
  seat?: SeatGrip,
): HeldTask {
  const held: HeldTask = {
    ...{ lease, task, job },
    startedAt: by.at,
    isAhead: by.isAhead,
    lane: task.lane,
    phase: 'claimed',
    place: 'waiting',
    renderingSince: 0,
    isCommitting: false,
    ending: new AbortController(),
    ...(seat ? { seat } : {}),
  };
  if (seat?.lost.aborted) letGoOf(held, 'seat-lost');
  else seat?.lost.addEventListener('abort', () => letGoOf(held, 'seat-lost'), { once: true });
  return held;
}

/** How long the task could have started and did not. Only of a first claim: later ones wait for a back-off, an assembly for its segments. */
export function findWait({ task, lease }: HeldTask, now: number): { waitedMs?: number } {
  if (lease.epoch > 1 || task.kind !== 'render') return {};
  return { waitedMs: Math.max(0, now - Math.max(task.createdAt, task.notBefore)) };
}

/** First reason wins. */
export function letGoOf(held: HeldTask, because: LetGo): void {
  if (held.letGo) return;
  held.letGo = because;
  held.ending.abort();
}
