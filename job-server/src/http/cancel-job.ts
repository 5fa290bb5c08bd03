/** `POST /v1/jobs/{id}/cancel`: after a 2xx the job never succeeds. Canceling a canceled job is the same cancel. */
import { absurd } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';
import { decideRepeatedCancel } from '../core/decide-retry.ts';
import { viewJob } from '../core/view-job.ts';
import { type JobStore, type Meter } from '../ports.ts';
import { type Repair } from '../repair.ts';
import { type Route, findJobId } from './call.ts';
import { noSuchJob } from './get-job.ts';
import { type Reply, json, problem } from './reply.ts';

export interface CancelPorts {
  readonly clock: Clock;
  readonly ledger: Pick<JobStore, 'cancel'>;
  readonly repair: Repair;
  readonly meter: Meter;
}

export function cancelJob({ clock, ledger, repair, meter }: CancelPorts): Route {
  return async (call) => {
    const id = findJobId(call);
    if (id === undefined) return noSuchJob();
    const outcome = await ledger.cancel({ tenant: call.tenant, job: id }, clock.now());
    switch (outcome.kind) {
      case 'unknown':
        return noSuchJob();
      case 'canceled':
        meter.count('job.canceled');
        repair.voidTasks(outcome.job);
        return { ...json(200, viewJob(outcome.job)), jobId: id };
      case 'already-ended': {
        const decision = decideRepeatedCancel(outcome.job);
        const reply: Reply =
          decision.kind === 'allowed'
            ? json(200, viewJob(outcome.job))
            : problem(decision.code, `the job had ${outcome.job.state} before it could be canceled`);
        return { ...reply, jobId: id };
      }
      default:
        return absurd(outcome);
    }
  };
}
