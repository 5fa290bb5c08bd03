/** Clients that submit what was planned, repeat some requests, cancel some jobs, and look at them until all have ended. */
import { isEnded } from '@reelyard/contracts';
import { type Recorder } from '@reelyard/ledger';
import { createKey } from '../farm/create-key.ts';
import { type Farm } from '../farm/start-farm.ts';
import { type PlannedJob, QUOTA } from './plan-jobs.ts';
import { RecordedClient, Refused } from './recorded-client.ts';

export interface Submitted {
  /** Id → what was planned. */
  accepted: Map<string, PlannedJob>;
  /** Repeated requests that were given another job. */
  duplicates: number;
  /** Never accepted, with the last answer. */
  refused: string[];
}

const GIVE_UP_MS = 180_000;

/** One tenant's; `limited` has a key with a quota. */
export interface Clients {
  free: RecordedClient;
  limited: RecordedClient;
}

export async function makeClients(farm: Farm, tenant: string, history: Recorder): Promise<Clients> {
  const limits = { concurrentJobs: QUOTA };
  const key = await createKey(farm.ledger, tenant, 'under a quota', Date.now(), { scope: 'render', limits });
  const address = {
    key,
    get url() {
      return farm.url;
    },
  };
  return { free: new RecordedClient(farm, tenant, history), limited: new RecordedClient(address, tenant, history) };
}

export async function submitAll({ free, limited }: Clients, planned: readonly PlannedJob[]): Promise<Submitted> {
  const startedAt = Date.now();
  const submitted: Submitted = { accepted: new Map(), duplicates: 0, refused: [] };
  await Promise.all(
    planned.map(async (job) => {
      await pause(job.atMs - (Date.now() - startedAt));
      try {
        await submitOne(job.isLimited ? limited : free, job, submitted);
      } catch (error) {
        // Its deadline passed while nobody answered: it was never accepted, else its key had been answered.
        if (error instanceof Refused && job.deadlineMs !== undefined) return;
        submitted.refused.push(`${job.key}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  return submitted;
}

async function submitOne(client: RecordedClient, job: PlannedJob, submitted: Submitted): Promise<void> {
  const untilMs = Date.now() + GIVE_UP_MS;
  const deadline =
    job.deadlineMs === undefined ? {} : { deadline: new Date(Date.now() + job.deadlineMs).toISOString() };
  const body = { ...job.body, ...deadline };
  const id = await client.submit(body, job.key, untilMs);
  submitted.accepted.set(id, job);
  if (job.isRepeated && (await client.submit(body, job.key, untilMs)) !== id) submitted.duplicates += 1;
  if (job.cancelAfterMs === undefined) return;
  await pause(job.cancelAfterMs);
  await client.cancel(id, untilMs);
}

const LOOK_MS = 500;
/** Jobs looked at at the same time. */
const AT_ONCE = 16;

/** @returns the jobs that have not ended when none has for `quietMs`: a busy machine takes its time, and a lost job waits for ever */
export async function untilEnded(
  client: RecordedClient,
  ids: readonly string[],
  quietMs: number,
  onEnd: (ended: number) => void,
): Promise<string[]> {
  let open = [...ids];
  let giveUpAt = Date.now() + quietMs;
  for (;;) {
    const ended = new Set<string>();
    await eachOf(open, async (id) => {
      if (await hasEnded(client, id)) ended.add(id);
    });
    open = open.filter((id) => !ended.has(id));
    if (ended.size > 0) {
      onEnd(ids.length - open.length);
      giveUpAt = Date.now() + quietMs;
    }
    if (open.length === 0 || Date.now() > giveUpAt) return open;
    await pause(LOOK_MS);
  }
}

async function hasEnded(client: RecordedClient, id: string): Promise<boolean> {
  try {
    const job = await client.job(id);
    if (!isEnded(job.state)) return false;
    await client.verify(job);
    return true;
  } catch {
    return false;
  }
}

/** A few at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
