/**
 * Steps that a request may do early because it is just there: the loops do them anyway, so a failure is only logged and nobody
 * waits for them, except the end of the process.
 */
import { type Job, type Task, isEnded } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { record } from './log-events.ts';
import { type JobStore } from './ports.ts';

export interface Repair {
  /** T14 right after a cancel: the waiting tasks leave the lanes at once. */
  voidTasks(job: Pick<Job, 'tenant' | 'id'>): void;
  /** T6b for a reader that sees all renders done and the assembly still blocked: its agent died in between. */
  unblock(job: Job, tasks: readonly Task[]): void;
  settled(): Promise<void>;
}

export interface RepairPorts {
  readonly ledger: Pick<JobStore, 'voidTasks' | 'unblock'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createRepair({ ledger, clock, log }: RepairPorts): Repair {
  const running = new Set<Promise<void>>();
  const start = (step: () => Promise<unknown>, jobId: string): void => {
    const run: Promise<void> = step()
      .then(
        () => undefined,
        (error: unknown) => record(log, 'repair.failed', { jobId, error }),
      )
      .finally(() => running.delete(run));
    running.add(run);
  };
  return {
    voidTasks: ({ tenant, id }) => start(() => ledger.voidTasks({ tenant, job: id }, clock.now()), id),
    unblock: (job, tasks) => {
      if (isStuckBeforeAssembly(job, tasks)) {
        start(() => ledger.unblock({ tenant: job.tenant, job: job.id }, clock.now()), job.id);
      }
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}

export function isStuckBeforeAssembly(job: Job, tasks: readonly Task[]): boolean {
  if (isEnded(job.state)) return false;
  const isBlocked = tasks.some((task) => task.state === 'blocked');
  return isBlocked && tasks.every((task) => task.kind !== 'render' || task.state === 'done');
}
