/** What agents say of their tasks, `task.claimed` to `task.done`: arrival and service of each to the millisecond. */
import { LANES } from '@reelyard/contracts';
import { z } from 'zod';
import { type LogRecord } from './log-records.ts';
import { type PastTask } from './past-task.ts';

const told = z.object({
  event: z.enum(['task.claimed', 'engine.started', 'task.done']),
  time: z.iso.datetime().transform((text) => Date.parse(text)),
  tenantId: z.string(),
  jobId: z.string(),
  taskId: z.int(),
  lane: z.enum(LANES),
  /** Claimed while another task ran: its work begins with its engine. */
  ahead: z.boolean().optional(),
  waitedMs: z.number().optional(),
  engine: z.string().optional(),
});
type Told = z.output<typeof told>;

export type AgentTask = Omit<PastTask, 'frames' | 'pixels' | 'engine' | 'deadlineAt'> & { engine?: string };

interface Claim {
  arrivedAt: number;
  startedAt: number;
  isAhead: boolean;
  engine?: string;
}

export class AgentBook {
  readonly #claims = new Map<string, Claim>();
  readonly #done = new Map<string, AgentTask>();

  /** @returns whether the record was an agent's */
  take(record: LogRecord): boolean {
    const read = told.safeParse(record);
    if (!read.success) return false;
    const { jobId, taskId } = read.data;
    this.#tell(`${jobId}#${taskId}`, read.data);
    return true;
  }

  /** By `<job>#<n>`. */
  get done(): ReadonlyMap<string, AgentTask> {
    return this.#done;
  }

  #tell(key: string, { event, time, ahead = false, waitedMs = 0, engine, tenantId: tenant, lane }: Told): void {
    const claim = this.#claims.get(key);
    if (event === 'task.claimed') {
      // What ran before and was thrown away is no part of the service; the wait is that of the first claim.
      const arrivedAt = claim?.arrivedAt ?? time - waitedMs;
      this.#claims.set(key, { arrivedAt, startedAt: time, isAhead: ahead });
    } else if (event === 'engine.started') {
      if (claim) Object.assign(claim, engine === undefined ? {} : { engine }, claim.isAhead ? { startedAt: time } : {});
    } else if (claim) {
      const { arrivedAt, startedAt, engine: ran } = claim;
      const seconds = Math.max(0, time - startedAt) / 1_000;
      this.#done.set(key, { arrivedAt, seconds, tenant, lane, ...(ran === undefined ? {} : { engine: ran }) });
    }
  }
}
