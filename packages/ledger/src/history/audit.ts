/** What is left when all rests: one `rest` note a job, from consistent reads. The checker holds it against what was promised. */
import { type Ledger } from '../ledger.ts';
import { jobFacts } from './descriptions.ts';
import { type Recorder } from './recorder.ts';

export type AuditedLedger = Pick<Ledger, 'findJob' | 'listTasks' | 'listEvents'>;

export async function auditJob(
  ledger: AuditedLedger,
  recorder: Recorder,
  ref: { tenant: string; job: string },
): Promise<void> {
  const [job, tasks, events] = await Promise.all([
    ledger.findJob(ref.tenant, ref.job),
    ledger.listTasks(ref.job),
    ledger.listEvents(ref.job),
  ]);
  recorder.note('rest', {
    ref,
    ...jobFacts(job),
    tasks: tasks.map(({ n, state, epoch }) => [n, state, epoch]),
    events: events.map(({ seq, type }) => [seq, type]),
  });
}
