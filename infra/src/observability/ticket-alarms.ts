/** What opens a ticket beside the slow burns: causes that become symptoms when nobody looks for days. */
import { LANES } from '@reelyard/contracts';
import { type MetricAlarm } from './alarm.ts';
import { type MetricKey } from './metrics.ts';
import { aws, own, type Series, type Stat } from './series.ts';
import { type FarmView } from './view.ts';

type Ticket = Omit<MetricAlarm, 'kind' | 'speaks' | 'runbook' | 'missing'>;

const minutes = 60;

export function ticketAlarms(view: FarmView): readonly MetricAlarm[] {
  return [
    capacityUnmet(view),
    noCapacity(view),
    quota(view),
    spendCap(view),
    foreignCapacity(view),
    bootstrapFailures(view),
    repairedEmits(view),
    scalerBlind(view),
    functionErrors(view),
    ledgerThrottled(view),
  ].map((alarm) => ({ kind: 'metric', speaks: 'ticket', runbook: alarm.id, missing: 'notBreaching', ...alarm }));
}

function capacityUnmet(view: FarmView): Ticket {
  return {
    id: 'capacity-unmet',
    meaning: 'For ten minutes the scaler has wanted machines that a cap or EC2 refuses',
    series: { unmet: own(view, 'scaler/capacity.unmet', 'Maximum') },
    ...{ expression: 'unmet', comparison: '>=', threshold: 1 },
    ...{ periodSeconds: minutes, periods: 10, datapoints: 10 },
  };
}

/** One of the reasons that `capacity-unmet` sums up, where what to do is another thing. */
function refused(
  view: FarmView,
  key: 'scaler/capacity.no_capacity' | 'scaler/capacity.quota' | 'scaler/capacity.spend',
  ofPeriods: number,
): Omit<Ticket, 'id' | 'meaning'> {
  return {
    series: { refused: own(view, key, 'Maximum') },
    ...{ expression: 'refused', comparison: '>=', threshold: 1 },
    ...{ periodSeconds: 5 * minutes, periods: ofPeriods, datapoints: ofPeriods },
  };
}

function noCapacity(view: FarmView): Ticket {
  return {
    id: 'no-capacity',
    meaning: 'For half an hour EC2 has had no machine to give in any zone and type of a pool that tasks wait for',
    ...refused(view, 'scaler/capacity.no_capacity', 6),
  };
}

function quota(view: FarmView): Ticket {
  return {
    id: 'quota',
    meaning: 'Tasks wait for machines that the quota of the AWS account forbids',
    ...refused(view, 'scaler/capacity.quota', 1),
  };
}

function spendCap(view: FarmView): Ticket {
  return {
    id: 'spend-cap',
    meaning: 'Tasks wait because the money of the hour or of the day is spent',
    ...refused(view, 'scaler/capacity.spend', 2),
  };
}

function foreignCapacity(view: FarmView): Ticket {
  const { series, sum } = overPools(view, { foreign: ['scaler/capacity.foreign', 'Sum'] });
  return {
    id: 'foreign-capacity',
    meaning: 'Somebody other than the scaler changed the desired capacity of a pool',
    series,
    expression: sum('foreign'),
    ...{ comparison: '>=', threshold: 1, periodSeconds: 15 * minutes, periods: 1, datapoints: 1 },
  };
}

function bootstrapFailures(view: FarmView): Ticket {
  const { series, sum } = overPools(view, {
    failed: ['scaler/bootstrap.failed', 'Sum'],
    booted: ['scaler/bootstrap.seconds', 'SampleCount'],
  });
  const failed = sum('failed');
  return {
    id: 'bootstrap-failures',
    meaning: 'More than a tenth of the bootstraps of the last hour failed',
    series,
    expression: `IF(${failed}>=2,100*${failed}/(${failed}+${sum('booted')}),0)`,
    ...{ comparison: '>', threshold: 10, periodSeconds: 60 * minutes, periods: 1, datapoints: 1 },
  };
}

function repairedEmits(view: FarmView): Ticket {
  const ofLanes = (key: 'job-server/emit.repaired' | 'job-server/job.accepted', prefix: string) =>
    Object.fromEntries(LANES.map((lane) => [`${prefix}_${lane}`, own(view, key, 'Sum', { lane })]));
  const sum = (prefix: string): string => `(${LANES.map((lane) => `FILL(${prefix}_${lane},0)`).join('+')})`;
  const repaired = sum('repaired');
  return {
    id: 'repaired-emits',
    meaning: 'More than one doorbell per hundred jobs of the last hour rang late or was lost',
    series: { ...ofLanes('job-server/emit.repaired', 'repaired'), ...ofLanes('job-server/job.accepted', 'accepted') },
    expression: `IF(${repaired}>=5,100*${repaired}/(${repaired}+${sum('accepted')}),0)`,
    ...{ comparison: '>', threshold: 1, periodSeconds: 60 * minutes, periods: 1, datapoints: 1 },
  };
}

function scalerBlind(view: FarmView): Ticket {
  return {
    id: 'scaler-blind',
    meaning: 'For ten minutes the scaler has mostly held still because it could not see the farm',
    series: { blind: own(view, 'scaler/scaler.blind', 'Average') },
    ...{ expression: 'blind', comparison: '>', threshold: 0.5 },
    ...{ periodSeconds: minutes, periods: 10, datapoints: 10 },
  };
}

function functionErrors(view: FarmView): Ticket {
  const errorsOf = (name: string): Series => aws('Lambda', 'Errors', 'Sum', { FunctionName: name });
  return {
    id: 'function-errors',
    meaning: 'A function of the scaler failed three times within 15 minutes',
    series: { scale: errorsOf(view.functions.scale), lifecycle: errorsOf(view.functions.lifecycle) },
    expression: 'FILL(scale,0)+FILL(lifecycle,0)',
    ...{ comparison: '>=', threshold: 3, periodSeconds: 15 * minutes, periods: 1, datapoints: 1 },
  };
}

function ledgerThrottled(view: FarmView): Ticket {
  const throttles = (metric: string): Series => aws('DynamoDB', metric, 'Sum', { TableName: view.table });
  return {
    id: 'ledger-throttled',
    meaning: 'DynamoDB has throttled the ledger in three of the last 15 minutes’ five-minute periods',
    series: { reads: throttles('ReadThrottleEvents'), writes: throttles('WriteThrottleEvents') },
    expression: 'FILL(reads,0)+FILL(writes,0)',
    ...{ comparison: '>=', threshold: 10, periodSeconds: 5 * minutes, periods: 3, datapoints: 3 },
  };
}

/** The same metrics of every pool. At most ten series fit an alarm, so five pools at two metrics. */
export function overPools(view: FarmView, wanted: Readonly<Record<string, readonly [MetricKey, Stat]>>) {
  const names = view.pools.map((_, at) => at);
  const entries = Object.entries(wanted).flatMap(([name, [key, stat]]) =>
    view.pools.map((pool, at) => [`${name}_${at}`, own(view, key, stat, { pool: pool.name })] as const),
  );
  const sum = (name: string): string => `(${names.map((at) => `FILL(${name}_${at},0)`).join('+')})`;
  return { series: Object.fromEntries(entries), sum };
}
