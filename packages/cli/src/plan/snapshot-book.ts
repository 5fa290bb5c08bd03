/**
 * What the scaler saw, snapshot by snapshot. Invariant: a task is counted once. A task's arrival is exact; its service time is what its
 * agent reported as served, matched by owner and look; a task too short to be seen arrives when it began.
 */
import { LANES } from '@reelyard/contracts';
import { commonArrival } from '@reelyard/simulator';
import { z } from 'zod';
import { type LogRecord } from './log-records.ts';
import { type PastTask } from './past-task.ts';

const look = { engine: z.string(), frames: z.number(), pixels: z.number() };
const ref = { job: z.string(), n: z.number() };
const agentShape = z.object({
  owner: z.string(),
  at: z.number(),
  tasks: z.array(z.object({ ...ref, tenant: z.string().optional() })),
  running: z.object({ ...look, startedAt: z.number() }).optional(),
  served: z.array(z.object({ ...look, seq: z.number(), seconds: z.number() })).default([]),
});
const seen = z.object({
  snapshot: z.object({
    kind: z.literal('seen'),
    at: z.number(),
    waiting: z.array(
      z.object({
        ...ref,
        ...look,
        lane: z.enum(LANES),
        enqueuedAt: z.number(),
        notBefore: z.number(),
        deadlineAt: z.number(),
      }),
    ),
    instances: z.array(z.object({ agent: agentShape.optional() })),
  }),
});
type Snapshot = z.output<typeof seen>['snapshot'];
type Agent = z.output<typeof agentShape>;
type Served = Agent['served'][number];

interface Known extends Omit<PastTask, 'seconds'> {
  seconds?: number;
  owner?: string;
  waitedAt?: number;
}

export class SnapshotBook {
  readonly #known = new Map<string, Known>();
  /** Owner → last task that was counted as served. */
  readonly #seq = new Map<string, number>();
  /** Of those, what is not served yet. */
  readonly #open = new Set<Known>();
  #snapshots = 0;
  #unseen = 0;

  /** @returns whether the record held a snapshot */
  take(record: LogRecord): boolean {
    const read = seen.safeParse(record);
    if (!read.success) return false;
    const { snapshot } = read.data;
    for (const task of snapshot.waiting) this.#wait(task, snapshot.at);
    for (const { agent } of snapshot.instances) if (agent) this.#hear(agent, snapshot.at);
    this.#snapshots += 1;
    return true;
  }

  get snapshots(): number {
    return this.#snapshots;
  }

  /** Tasks that no snapshot shows but as served. */
  get unseen(): number {
    return this.#unseen;
  }

  get served(): PastTask[] {
    return [...this.#known.values()].flatMap(({ owner: _owner, waitedAt: _waitedAt, seconds, ...task }) =>
      seconds === undefined ? [] : [{ ...task, seconds }],
    );
  }

  /** What a task looks like, where it was seen. */
  find(key: string): Readonly<Known> | undefined {
    return this.#known.get(key);
  }

  #wait({ job, n, enqueuedAt, notBefore, ...look }: Snapshot['waiting'][number], at: number): void {
    const arrivedAt = Math.max(enqueuedAt, notBefore);
    const known = this.#get(`${job}#${n}`, () => ({ ...look, arrivedAt, tenant: commonArrival.tenant }));
    known.waitedAt = at;
    delete known.owner;
  }

  #hear(agent: Agent, at: number): void {
    for (const task of this.#newsOf(agent)) this.#settle(agent, task, at);
    for (const { job, n, tenant } of agent.tasks) {
      const met = this.#meet(agent);
      const known = this.#known.get(`${job}#${n}`) ?? (met && this.#get(`${job}#${n}`, () => met));
      if (known) Object.assign(known, { owner: agent.owner }, tenant === undefined ? {} : { tenant });
    }
  }

  /** What an agent had served before the log began is no part of it. */
  #newsOf({ owner, served }: Agent): Served[] {
    const last = this.#seq.get(owner) ?? (this.#snapshots === 0 ? Infinity : 0);
    const newest = Math.max(this.#seq.get(owner) ?? 0, ...served.map(({ seq }) => seq));
    this.#seq.set(owner, newest);
    return served.filter(({ seq }) => seq > last);
  }

  #get(key: string, make: () => Known): Known {
    const found = this.#known.get(key);
    if (found) return found;
    const made = make();
    this.#known.set(key, made);
    this.#open.add(made);
    return made;
  }

  /** Held before it was ever seen waiting. */
  #meet({ running, tasks }: Agent): Known | undefined {
    if (!running || tasks.length !== 1) return undefined;
    const { startedAt, ...rest } = running;
    return { ...rest, lane: commonArrival.lane, tenant: commonArrival.tenant, arrivedAt: startedAt };
  }

  #settle({ owner, at: saidAt }: Agent, task: Served, at: number): void {
    const open = [...this.#open].filter((each) => isAlike(each, task)).sort((a, b) => a.arrivedAt - b.arrivedAt);
    const held = open.find((each) => each.owner === owner);
    const vanished = open.find((each) => each.owner === undefined && each.waitedAt !== undefined && each.waitedAt < at);
    const found = held ?? vanished;
    if (found) {
      found.seconds = task.seconds;
      this.#open.delete(found);
      return;
    }
    this.#unseen += 1;
    const { engine, frames, pixels, seconds, seq } = task;
    const { lane, tenant } = commonArrival;
    const arrivedAt = saidAt - seconds * 1_000;
    this.#known.set(`${owner}#served-${seq}`, { engine, frames, pixels, lane, tenant, arrivedAt, seconds });
  }
}

function isAlike(known: Known, { engine, frames, pixels }: Served): boolean {
  return known.engine === engine && known.frames === frames && known.pixels === pixels;
}
