/** Takes leases back from agents that fell silent (T9, T10). What it remembers lives and dies with the process. */
import { absurd } from '@reelyard/contracts';
import { type FailOutcome, type LeasedTask } from '@reelyard/ledger';
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Sightings, decideStale } from '../core/decide-stale.ts';
import { record } from '../log-events.ts';
import { type LoopStore, type Meter } from '../ports.ts';

export interface ReaperPorts {
  readonly ledger: Pick<LoopStore, 'findLeased' | 'reap' | 'voidTasks'>;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly meter: Meter;
  readonly log: Logger;
}

const pageSize = 5_000;

/** The pass of one reaper; call it again and again, and soonest when the next lease may be stale (`nextInMs`). */
export function createReaper(ports: ReaperPorts): () => Promise<{ reaped: number; nextInMs: number }> {
  let sightings: Sightings = new Map();
  return async () => {
    const leased = await ports.ledger.findLeased(pageSize);
    const decision = decideStale(sightings, leased, ports.clock.monotonic(), ports.leaseMs);
    sightings = decision.sightings;
    let reaped = 0;
    for (const lease of decision.stale) {
      const outcome = await ports.ledger.reap(lease, ports.clock.now());
      if (outcome.kind !== 'lost') reaped += 1;
      await follow(lease, outcome, ports);
    }
    return { reaped, nextInMs: decision.nextInMs };
  };
}

async function follow(
  lease: LeasedTask,
  outcome: FailOutcome,
  { ledger, clock, meter, log }: ReaperPorts,
): Promise<void> {
  const fields = { jobId: lease.job, task: lease.n, tenantId: lease.tenant, epoch: lease.epoch, owner: lease.owner };
  switch (outcome.kind) {
    case 'lost':
      return;
    case 'requeued':
      meter.count('lease.expired', lease.lane);
      record(log, 'reaper.reaped', { ...fields, outcome: 'requeued', used: outcome.used, budget: outcome.budget });
      return;
    case 'job-failed':
      meter.count('lease.expired', lease.lane);
      meter.count('job.failed');
      record(log, 'reaper.reaped', { ...fields, outcome: 'job-failed', errCode: outcome.error.code });
      await ledger.voidTasks(lease, clock.now());
      return;
    default:
      return absurd(outcome);
  }
}
