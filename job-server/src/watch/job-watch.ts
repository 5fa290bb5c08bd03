/**
 * The one poller of a process: whoever follows a job (streams, long polls) hears of it from here. Invariants: however many follow, a job is
 * read once a look; rows are read 100 a call; while nobody follows, nothing is read; a look that fails is a look less, never the end of a
 * stream. Job rows are read every second, so that events come soon; task rows, which move with heartbeats, every other time or with their job.
 * Jobs that have changed are told of before anything else is read.
 */
import { type Job, type JobEvent, type KeyLimits, type Task, isEnded } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Prices } from '../core/cost.ts';
import { type FindOutlook, createOutlook } from '../lane-outlook.ts';
import { record } from '../log-events.ts';
import { type JobStore } from '../ports.ts';
import { type FindPlace, createPlaces } from '../quotas/held-places.ts';
import { type JobLook, type LookPorts, lookAt } from './look.ts';

export interface Sight extends JobLook {
  /** After the oldest event that a follower lacks. */
  readonly events: readonly JobEvent[];
}

export interface Follower {
  /** The last event that it has; infinite when it wants none. */
  since(): number;
  see(sight: Sight): void;
  /** The job is gone, or the server ends. */
  end(): void;
}

export interface JobWatch {
  readonly findOutlook: FindOutlook;
  readonly findPlace: FindPlace;
  /** Those that follow now. */
  readonly followers: number;
  /** Until it is called: the last look of an ended job is the last. */
  follow(look: JobLook, follower: Follower): () => void;
  stop(): Promise<void>;
}

export interface WatchPorts {
  readonly ledger: Pick<
    JobStore,
    'findJobs' | 'findTasks' | 'listEvents' | 'findScaler' | 'findWaiting' | 'findHeldJobs'
  >;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: KeyLimits;
  readonly prices?: Prices;
}

/** From the beginning of one look to that of the next. */
const lookMs = 1_000;
/** Between two looks, however long one takes: half of the time is left to requests. */
const restMs = 250;
/** Event rows are read a job at a time, this many at once. */
const eventReads = 16;

interface Followed {
  job: Job;
  tasks: readonly Task[];
  readonly by: Set<Follower>;
}

interface Pair {
  readonly item: Followed;
  /** As it is now; that of the item is as it was last shown. */
  readonly job: Job;
}

export function createJobWatch({ ledger, clock, log, limits = {}, prices = {} }: WatchPorts): JobWatch {
  const followed = new Map<string, Followed>();
  const findOutlook = createOutlook({ ledger, clock, log });
  const findPlace = createPlaces({ ledger, clock });
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  const pass = createPass(followed, { findOutlook, findPlace, limits, prices }, { ledger, clock });
  const run = async (): Promise<void> => {
    let tookMs = 0;
    while (followed.size > 0 && !stopped.signal.aborted) {
      await clock.sleep(Math.max(lookMs - tookMs, restMs), stopped.signal);
      if (stopped.signal.aborted || followed.size === 0) break;
      const startedAt = clock.monotonic();
      await pass().catch((error: unknown) => record(log, 'watch.unread', { error }));
      tookMs = clock.monotonic() - startedAt;
    }
    running = undefined;
  };
  return {
    findOutlook,
    findPlace,
    get followers() {
      return [...followed.values()].reduce((sum, { by }) => sum + by.size, 0);
    },
    follow({ job, tasks }, follower) {
      if (stopped.signal.aborted) {
        follower.end();
        return () => undefined;
      }
      const item = followed.get(job.id) ?? { job, tasks, by: new Set<Follower>() };
      followed.set(job.id, item);
      item.by.add(follower);
      running ??= run();
      return () => {
        item.by.delete(follower);
        if (item.by.size === 0 && followed.get(job.id) === item) followed.delete(job.id);
      };
    },
    async stop() {
      stopped.abort();
      for (const item of followed.values()) endAll(item);
      await running;
    },
  };
}

/** One look at everything that is followed. */
function createPass(
  followed: ReadonlyMap<string, Followed>,
  ports: LookPorts,
  { ledger, clock }: Pick<WatchPorts, 'ledger' | 'clock'>,
): () => Promise<void> {
  let looks = 0;
  const pass = async (): Promise<void> => {
    looks += 1;
    const all = [...followed.values()];
    const jobs = await ledger.findJobs(all.map(({ job }) => ({ tenant: job.tenant, job: job.id })));
    const pairs = all.map((item, i) => ({ item, job: jobs[i] }));
    for (const { item, job } of pairs) if (job === undefined) endAll(item);
    const here = pairs.flatMap(({ item, job }) => (job === undefined ? [] : [{ item, job }]));
    const hasChanged = ({ item, job }: Pair): boolean => job.version !== item.job.version;
    const changed = here.filter(hasChanged);
    const still = here.filter((pair) => !hasChanged(pair));
    await readTasks(changed, ledger);
    await showAll(changed);
    if (looks % 2 === 0) await readTasks(still, ledger);
    await showAll(still);
  };
  const showAll = async (pairs: readonly Pair[]): Promise<void> => {
    const now = clock.now();
    for (let from = 0; from < pairs.length; from += eventReads) {
      await Promise.all(pairs.slice(from, from + eventReads).map(async ({ item, job }) => show(item, job, now)));
    }
  };
  const show = async (item: Followed, job: Job, now: number): Promise<void> => {
    const since = Math.min(...[...item.by].map((follower) => follower.since()));
    const events = job.evSeq > since ? await ledger.listEvents(job.id, since) : [];
    item.job = job;
    const sight = { ...(await lookAt(job, item.tasks, ports, now)), events };
    for (const follower of [...item.by]) follower.see(sight);
  };
  return pass;
}

function endAll({ by }: Followed): void {
  for (const follower of [...by]) follower.end();
}

/** Tasks of an ended job do not matter to anybody any more, but its last view sums them once. */
async function readTasks(pairs: readonly Pair[], ledger: Pick<JobStore, 'findTasks'>): Promise<void> {
  const moved = pairs.filter(({ item, job }) => !(isEnded(item.job.state) && item.job.version === job.version));
  const refs = moved.flatMap(({ job: { tenant, id, tasksTotal } }) =>
    Array.from({ length: tasksTotal }, (_, n) => ({ tenant, job: id, n })),
  );
  const found = await ledger.findTasks(refs);
  let at = 0;
  for (const { item, job } of moved) {
    item.tasks = found.slice(at, at + job.tasksTotal).filter((task) => task !== undefined);
    at += job.tasksTotal;
  }
}
