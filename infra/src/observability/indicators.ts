/**
 * The service level indicators: bad and total events as metric math, one per objective, the start-within objective once per lane.
 * Nothing is bad while fewer than three events were: on a quiet farm one failed job of two is no outage.
 */
import { LANES, type Lane, OBJECTIVES } from '@reelyard/contracts';
import { aws, own, type Series } from './series.ts';
import { type FarmView } from './view.ts';

export interface Indicator {
  id: string;
  runbook: string;
  /** What clients are promised, as alarms and dashboards say it. */
  promise: string;
  objective: number;
  series: Readonly<Record<string, Series>>;
  /** Metric math over the series. */
  bad: string;
  total: string;
}

/** Below this many bad events in the long window nobody is woken. */
export const fewestBad = 3;

export function indicatorsOf(view: FarmView): readonly Indicator[] {
  return [
    submitAvailability(view),
    submitLatency(view),
    jobSuccess(view),
    ...LANES.map((lane) => startWithin(view, lane)),
  ];
}

/** The server counts what it answered with a fault, the load balancer what never reached a server. */
function submitAvailability(view: FarmView): Indicator {
  return {
    id: 'submit-availability',
    runbook: 'submit-availability',
    promise: `${percent(OBJECTIVES.submitAvailability)} of submits are answered without a fault of ours`,
    objective: OBJECTIVES.submitAvailability,
    series: {
      requests: own(view, 'job-server/submit.requests', 'Sum'),
      failed: own(view, 'job-server/submit.failed', 'Sum'),
      unreached: aws('ApplicationELB', 'HTTPCode_ELB_5XX_Count', 'Sum', { LoadBalancer: view.loadBalancer }),
    },
    bad: '(FILL(failed,0)+FILL(unreached,0))',
    total: '(FILL(requests,0)+FILL(unreached,0))',
  };
}

function submitLatency(view: FarmView): Indicator {
  return {
    id: 'submit-latency',
    runbook: 'submit-latency',
    promise: `${percent(OBJECTIVES.submitLatency)} of submits are answered within ${OBJECTIVES.submitWithinMs} ms`,
    objective: OBJECTIVES.submitLatency,
    series: {
      requests: own(view, 'job-server/submit.requests', 'Sum'),
      slow: own(view, 'job-server/submit.slow', 'Sum'),
    },
    bad: 'FILL(slow,0)',
    total: 'FILL(requests,0)',
  };
}

function jobSuccess(view: FarmView): Indicator {
  const bad = '(FILL(failed,0)+FILL(poisoned,0)+FILL(expired,0))';
  return {
    id: 'job-success',
    runbook: 'job-success',
    promise: `${percent(OBJECTIVES.jobSuccess)} of jobs that are not their client's fault succeed`,
    objective: OBJECTIVES.jobSuccess,
    series: {
      succeeded: own(view, 'render-agent/job.succeeded', 'Sum'),
      failed: own(view, 'render-agent/job.failed', 'Sum'),
      poisoned: own(view, 'job-server/job.failed', 'Sum'),
      expired: own(view, 'job-server/job.expired', 'Sum'),
    },
    bad,
    total: `(FILL(succeeded,0)+${bad})`,
  };
}

/** The percentile rank of W is the share of good starts; no service needs to know W for it. */
function startWithin(view: FarmView, lane: Lane): Indicator {
  const withinMs = view.startWithinMs[lane];
  return {
    id: `start-within-${lane}`,
    runbook: 'start-within',
    promise: `${percent(OBJECTIVES.startWithin)} of ${lane} tasks start within ${withinMs / 1_000} s`,
    objective: OBJECTIVES.startWithin,
    series: {
      starts: own(view, 'render-agent/job.time_to_start', 'SampleCount', { lane }),
      timely: own(view, 'render-agent/job.time_to_start', `PR(:${withinMs})`, { lane }),
    },
    bad: '(FILL(starts,0)*(100-FILL(timely,100))/100)',
    total: 'FILL(starts,0)',
  };
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))} %`;
}
