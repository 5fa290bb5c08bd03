/** Where jobs are on their way: accepted → queued → leased → ended. */
import { LANES, type Lane } from '@reelyard/contracts';
import { type MetricKey } from '../metrics.ts';
import { own, type Stat } from '../series.ts';
import { type FarmView } from '../view.ts';
import { type Curve, type Dashboard, type GraphWidget, row, type Widget } from './dashboard.ts';

export function flowDashboard(view: FarmView): Dashboard {
  return {
    id: 'flow',
    title: 'Flow',
    question: 'Where do jobs wait, and will what waits be done in time?',
    rows: [
      row(
        6,
        byLane(view, 'Accepted', 'job-server/job.accepted', 'Sum'),
        byLane(view, 'Waiting now', 'scaler/job.queued', 'Maximum'),
        byLane(view, 'Claimed', 'render-agent/lease.claimed', 'Sum'),
      ),
      row(6, ...LANES.map((lane) => starts(view, lane))),
      row(6, ...LANES.map((lane) => timeToDrain(view, lane))),
      row(6, leases(view), byLane(view, 'Doorbells repaired', 'job-server/emit.repaired', 'Sum'), endToEnd(view)),
      row(6, ...logs(view)),
    ],
  };
}

function byLane(view: FarmView, title: string, key: MetricKey, stat: Stat): GraphWidget {
  const curves = Object.fromEntries(LANES.map((lane) => [lane, curve(view, key, stat, lane)]));
  return { kind: 'graph', title, curves, isStacked: true };
}

function curve(view: FarmView, key: MetricKey, stat: Stat, lane: Lane): Curve {
  return { ...own(view, key, stat, { lane }), label: lane };
}

function starts(view: FarmView, lane: Lane): GraphWidget {
  const wait = (stat: Stat) => ({ ...own(view, 'render-agent/job.time_to_start', stat, { lane }), label: stat });
  return {
    kind: 'graph',
    title: `Time to start, ${lane}`,
    curves: { p50: wait('p50'), p95: wait('p95'), p99: wait('p99') },
    unit: 'ms',
    limits: [{ label: 'W', value: view.startWithinMs[lane] }],
  };
}

/** What waits over what was claimed in the last five minutes; a lane that stands still has no answer. */
function timeToDrain(view: FarmView, lane: Lane): GraphWidget {
  return {
    kind: 'graph',
    title: `Time to drain, ${lane}`,
    inputs: {
      waiting: own(view, 'scaler/job.queued', 'Average', { lane }),
      claimed: own(view, 'render-agent/lease.claimed', 'Sum', { lane }),
    },
    lines: [{ expression: '300*waiting/claimed', label: 'at the present pace' }],
    periodSeconds: 300,
    unit: 's',
  };
}

function leases(view: FarmView): GraphWidget {
  const expired = LANES.map((lane) => [
    `expired_${lane}`,
    { ...own(view, 'job-server/lease.expired', 'Sum', { lane }), label: `expired, ${lane}` },
  ]);
  return {
    kind: 'graph',
    title: 'Leases',
    curves: {
      active: { ...own(view, 'scaler/lease.active', 'Maximum'), label: 'held now' },
      ...Object.fromEntries(expired),
    },
  };
}

function endToEnd(view: FarmView): GraphWidget {
  const curves = LANES.map((lane) => [
    lane,
    { ...own(view, 'render-agent/job.end_to_end', 'p95', { lane }), label: `${lane} p95` },
  ]);
  return { kind: 'graph', title: 'Accepted to done', curves: Object.fromEntries(curves), unit: 'ms' };
}

function logs({ logGroups }: FarmView): Widget[] {
  return [
    {
      kind: 'log',
      title: 'Retries by class',
      logGroups: [logGroups.agent],
      query: "filter event = 'task.requeued' | stats count(*) as retries by errClass, errCode | sort retries desc",
      view: 'table',
    },
    {
      kind: 'log',
      title: 'Jobs that failed',
      logGroups: [logGroups.agent],
      query:
        "filter event = 'task.failed' | fields @timestamp, jobId, errClass, errCode, message | sort @timestamp desc | limit 20",
      view: 'table',
    },
  ];
}
