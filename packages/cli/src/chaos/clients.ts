/** Clients that submit what was planned, repeat some requests, cancel some jobs, and look at them until all have ended. */
import { isEnded } from '@reelyard/contracts';
import { type PlannedJob } from './plan-jobs.ts';
import { type RecordedClient, Refused } from './recorded-client.ts';

export interface Submitted {
  ids: string[];
  /** Repeated requests that were given another job. */
  duplicates: number;
  /** Never accepted, with the last answer. */
  refused: string[];
}

const GIVE_UP_MS = 120_000;

export async function submitAll(client: RecordedClient, planned: readonly PlannedJob[]): Promise<Submitted> {
  const startedAt = Date.now();
  const submitted: Submitted = { ids: [], duplicates: 0, refused: [] };
  await Promise.all(
    planned.map(async (job) => {
      await pause(job.atMs - (Date.now() - startedAt));
      try {
        await submitOne(client, job, submitted);
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
  submitted.ids.push(id);
  if (job.isRepeated && (await client.submit(body, job.key, untilMs)) !== id) submitted.duplicates += 1;
  if (job.cancelAfterMs === undefined) return;
  await pause(job.cancelAfterMs);
  await client.cancel(id, untilMs);
}

const LOOK_MS = 500;

/** @returns the jobs that have not ended in time */
export async function untilEnded(
  client: RecordedClient,
  ids: readonly string[],
  giveUpAt: number,
  onEnd: (ended: number) => void,
): Promise<string[]> {
  let open = [...ids];
  for (;;) {
    const stillOpen = await Promise.all(open.map(async (id) => ((await hasEnded(client, id)) ? [] : [id])));
    if (stillOpen.flat().length < open.length) onEnd(ids.length - stillOpen.flat().length);
    open = stillOpen.flat();
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
