/**
 * What pages beside the fast burns: symptoms that clients or owners feel, never causes. SQS's own age of the oldest message is not among
 * them: it ignores messages that were received more than three times and sleeps on idle queues; the scaler's own oldest age is used.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Alarm, type MetricAlarm } from './alarm.ts';
import { aws, own } from './series.ts';
import { overPools } from './ticket-alarms.ts';
import { type FarmView } from './view.ts';

type Part = Omit<MetricAlarm, 'kind' | 'periodSeconds' | 'comparison' | 'missing'> &
  Partial<Pick<MetricAlarm, 'periodSeconds' | 'comparison' | 'missing'>>;

export const farmDown = 'farm-down';

const minutes = 60;
/** Lanes wait at most this many times their objective before that is a symptom of its own. */
const stuckFactor = 3;

export function symptomAlarms(view: FarmView): readonly Alarm[] {
  const parts = [
    targetsUnhealthy(view),
    scalerLoop(view),
    unreached(view),
    serverFaults(view),
    deadlineMissed(view),
    invariant(view),
    deadLetters(view),
    leaseExpiry(view),
    breakerOpen(view),
  ];
  const stuck = LANES.map((lane) => queueStuck(view, lane));
  const silenced = [unreached(view), serverFaults(view), deadlineMissed(view), leaseExpiry(view)];
  return [
    ...parts,
    ...stuck,
    {
      kind: 'composite',
      id: farmDown,
      runbook: farmDown,
      meaning: 'Nobody can submit, or nobody scales: one of the two halves of the farm is gone',
      speaks: 'page',
      rule: { any: ['targets-unhealthy', 'scaler-loop'].map((alarm) => ({ alarm })) },
    },
    ...silenced.map((each) => pageOf(each, farmDown)),
    ...[invariant(view), deadLetters(view), breakerOpen(view)].map((each) => pageOf(each)),
    {
      kind: 'composite',
      id: 'queue-stuck-page',
      runbook: 'queue-stuck',
      meaning: 'Tasks of a lane wait far beyond its objective, and neither booting machines nor a cap explain it',
      speaks: 'page',
      rule: { any: stuck.map(({ id }) => ({ alarm: id })) },
      silencedBy: farmDown,
    },
  ];
}

/** A composite around one part, because only composites can be silenced. */
function pageOf({ id, runbook, meaning }: MetricAlarm, silencedBy?: string): Alarm {
  const rule = { alarm: id };
  return {
    ...({ kind: 'composite', speaks: 'page' } as const),
    ...{ id: `${id}-page`, runbook, meaning, rule },
    ...(silencedBy === undefined ? {} : { silencedBy }),
  };
}

function part(alarm: Part): MetricAlarm {
  return { kind: 'metric', comparison: '>=', periodSeconds: 5 * minutes, missing: 'notBreaching', ...alarm };
}

function targetsUnhealthy(view: FarmView): MetricAlarm {
  const dimensions = { LoadBalancer: view.loadBalancer, TargetGroup: view.targetGroup };
  return part({
    id: 'targets-unhealthy',
    runbook: 'targets-unhealthy',
    meaning: 'The load balancer has no healthy job server to send to',
    series: { healthy: aws('ApplicationELB', 'HealthyHostCount', 'Maximum', dimensions) },
    ...{ expression: 'healthy', comparison: '<', threshold: 1 },
    ...{ periodSeconds: minutes, periods: 2, datapoints: 2, missing: 'breaching' },
  });
}

function scalerLoop(view: FarmView): MetricAlarm {
  return part({
    id: 'scaler-loop',
    runbook: 'scaler-loop',
    meaning: 'The scaler has not ticked for three minutes: capacity neither grows nor shrinks',
    series: { ticks: own(view, 'scaler/scaler.loop', 'Sum') },
    // Filled, because CloudWatch waits for periods beyond these three before it calls missing data breaching.
    ...{ expression: 'FILL(ticks,0)', comparison: '<', threshold: 1 },
    ...{ periodSeconds: minutes, periods: 3, datapoints: 3, missing: 'breaching' },
  });
}

function faults(view: FarmView, id: string, metric: string, meaning: string): MetricAlarm {
  const dimensions = { LoadBalancer: view.loadBalancer };
  return part({
    ...{ id, runbook: id, meaning },
    series: {
      faults: aws('ApplicationELB', metric, 'Sum', dimensions),
      requests: aws('ApplicationELB', 'RequestCount', 'Sum', dimensions),
    },
    // RequestCount leaves out what got no target, so the faults of the balancer are added.
    expression: 'IF(FILL(faults,0)>=5,100*FILL(faults,0)/(FILL(requests,0)+FILL(faults,0)),0)',
    ...{ comparison: '>', threshold: 5, periods: 1, datapoints: 1 },
  });
}

function unreached(view: FarmView): MetricAlarm {
  return faults(
    view,
    'elb-5xx',
    'HTTPCode_ELB_5XX_Count',
    'The load balancer itself answers more than 5 % of requests with a fault',
  );
}

function serverFaults(view: FarmView): MetricAlarm {
  return faults(
    view,
    'target-5xx',
    'HTTPCode_Target_5XX_Count',
    'The job server answers more than 5 % of requests with a fault',
  );
}

function breakerOpen(view: FarmView): MetricAlarm {
  const { series, sum } = overPools(view, { open: ['scaler/breaker.open', 'Maximum'] });
  return part({
    id: 'breaker-open',
    runbook: 'breaker-open',
    meaning: 'New machines of a pool fail to boot, so the scaler launches no more of them',
    series,
    expression: sum('open'),
    ...{ threshold: 1, periodSeconds: minutes, periods: 3, datapoints: 3 },
  });
}

function deadlineMissed(view: FarmView): MetricAlarm {
  return part({
    id: 'deadline-miss',
    runbook: 'deadline-miss',
    meaning: 'A job failed because its deadline passed before it had a result',
    series: { expired: own(view, 'job-server/job.expired', 'Sum') },
    ...{ expression: 'expired', threshold: 1, periods: 1, datapoints: 1 },
  });
}

function invariant(view: FarmView): MetricAlarm {
  return part({
    id: 'invariant-violation',
    runbook: 'invariant-violation',
    meaning: 'Something happened that the design says cannot happen',
    series: {
      scaler: own(view, 'scaler/invariant.violation', 'Sum'),
      agent: own(view, 'render-agent/invariant.violation', 'Sum'),
    },
    ...{ expression: 'FILL(scaler,0)+FILL(agent,0)', threshold: 1, periods: 1, datapoints: 1 },
  });
}

function deadLetters(view: FarmView): MetricAlarm {
  const dimensions = { QueueName: view.deadQueue };
  return part({
    id: 'dead-letter',
    runbook: 'dead-letter',
    meaning: 'Messages have been in the dead-letter queue for five minutes',
    series: { messages: aws('SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', dimensions) },
    ...{ expression: 'messages', threshold: 1, periodSeconds: minutes, periods: 5, datapoints: 5 },
  });
}

function leaseExpiry(view: FarmView): MetricAlarm {
  const lanes = (key: 'job-server/lease.expired' | 'render-agent/lease.claimed', prefix: string) =>
    Object.fromEntries(LANES.map((lane) => [`${prefix}_${lane}`, own(view, key, 'Sum', { lane })]));
  const sum = (prefix: string): string => `(${LANES.map((lane) => `FILL(${prefix}_${lane},0)`).join('+')})`;
  return part({
    id: 'lease-expiry',
    runbook: 'lease-expiry',
    meaning: 'More than a fifth of the claimed tasks were taken back from agents that fell silent',
    series: { ...lanes('job-server/lease.expired', 'expired'), ...lanes('render-agent/lease.claimed', 'claimed') },
    expression: `IF(${sum('expired')}>=3,100*${sum('expired')}/${sum('claimed')},0)`,
    ...{ comparison: '>', threshold: 20, periodSeconds: 15 * minutes, periods: 1, datapoints: 1 },
  });
}

function queueStuck(view: FarmView, lane: Lane): MetricAlarm {
  const boundSeconds = (stuckFactor * view.startWithinMs[lane]) / 1_000;
  return part({
    id: `queue-stuck-${lane}`,
    runbook: 'queue-stuck',
    meaning: `The oldest ${lane} task has waited for more than ${boundSeconds} s, and nothing explains it`,
    series: {
      oldest: own(view, 'scaler/job.queued.oldest', 'Maximum', { lane }),
      booting: own(view, 'scaler/capacity.booting', 'Maximum'),
      unmet: own(view, 'scaler/capacity.unmet', 'Maximum'),
    },
    expression: 'IF(FILL(booting,0)+FILL(unmet,0)>0,0,oldest)',
    ...{ comparison: '>', threshold: boundSeconds, periodSeconds: minutes, periods: 3, datapoints: 3 },
  });
}
