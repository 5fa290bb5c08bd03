/**
 * Deletes the objects of results whose time is up or that their owner deleted. The row stays nominated until all of them are gone, so what dies
 * half way is taken up by the next pass of any server. What an attempt uploaded and never committed is left to the bucket's own rule.
 */
import { type Ledger } from '@reelyard/ledger';
import { type Clock, type Logger } from '@reelyard/runtime';
import { record } from '../log-events.ts';
import { type Storage } from '../ports.ts';

export interface PurgePorts {
  readonly ledger: Pick<Ledger, 'findDuePurges' | 'findJob' | 'listTasks' | 'markPurged'>;
  readonly storage: Pick<Storage, 'remove'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const pageSize = 200;

/** True when there may be more. */
export async function purgeResults(ports: PurgePorts, signal?: AbortSignal): Promise<boolean> {
  const due = await ports.ledger.findDuePurges(ports.clock.now(), pageSize);
  for (const { tenant, job } of due) {
    if (signal?.aborted) return false;
    const objects = await purge(tenant, job, ports);
    record(ports.log, 'results.purged', { tenantId: tenant, jobId: job, objects });
  }
  return due.length >= pageSize;
}

async function purge(tenant: string, id: string, { ledger, storage, clock }: PurgePorts): Promise<number> {
  const [job, tasks] = await Promise.all([ledger.findJob(tenant, id), ledger.listTasks(id)]);
  const keys = new Set([job, ...tasks].flatMap((holder) => (holder?.artifacts ?? []).map(({ key }) => key)));
  for (const key of keys) await storage.remove(key);
  await ledger.markPurged(tenant, id, clock.now());
  return keys.size;
}
