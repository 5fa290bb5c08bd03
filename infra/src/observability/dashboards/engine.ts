/** The engine: how long renders take, how they end, and whether seats suffice. */
import { type MetricKey } from '../metrics.ts';
import { own } from '../series.ts';
import { type FarmView, type ViewedPool } from '../view.ts';
import { type Curve, type Dashboard, type GraphWidget, row } from './dashboard.ts';

export function engineDashboard(view: FarmView): Dashboard {
  const { logGroups } = view;
  return {
    id: 'engine',
    title: 'Engine',
    question: 'Does the engine render as fast and as well as yesterday?',
    rows: [
      row(6, ...view.pools.map((pool) => renderSeconds(view, pool))),
      row(6, ...view.pools.map((pool) => exits(view, pool))),
      row(6, seats(view)),
      row(
        6,
        {
          kind: 'log',
          title: 'How engines ended',
          logGroups: [logGroups.agent],
          query:
            "filter event = 'engine.exited' | stats count(*) as renders, pct(durationMs, 50) as p50, pct(durationMs, 95) as p95 by code, signal",
          view: 'table',
        },
        {
          kind: 'log',
          title: 'Last words of failed attempts',
          logGroups: [logGroups.agent],
          query:
            "filter event in ['task.requeued', 'task.failed'] and errClass = 'engine' | fields @timestamp, jobId, instanceId, errCode, message | sort @timestamp desc | limit 20",
          view: 'table',
        },
      ),
    ],
  };
}

function renderSeconds(view: FarmView, { name }: ViewedPool): GraphWidget {
  const curve = (stat: 'p50' | 'p95'): Curve => ({
    ...own(view, 'render-agent/job.render_seconds', stat, { pool: name }),
    label: stat,
  });
  return {
    kind: 'graph',
    title: `Render time on ${name}`,
    curves: { p50: curve('p50'), p95: curve('p95') },
    periodSeconds: 300,
    unit: 's',
  };
}

/** Empty on a farm whose engines need no license. */
function seats(view: FarmView): GraphWidget {
  return {
    kind: 'graph',
    title: 'License seats',
    curves: {
      held: { ...own(view, 'scaler/seats.in_use', 'Maximum'), label: 'in use' },
      free: { ...own(view, 'scaler/seats.free', 'Minimum'), label: 'free, of the engine with the fewest' },
    },
    periodSeconds: 60,
  };
}

function exits(view: FarmView, { name }: ViewedPool): GraphWidget {
  const sum = (key: MetricKey, label: string): Curve => ({ ...own(view, key, 'Sum', { pool: name }), label });
  return {
    kind: 'graph',
    title: `Ends of engines on ${name}`,
    curves: {
      exits: sum('render-agent/engine.exit', 'ended'),
      retries: sum('render-agent/job.retries', 'attempts to make again'),
      hangs: sum('render-agent/engine.hang_killed', 'killed for hanging'),
      invalid: sum('render-agent/output.verify_failed', 'output not as promised'),
      seats: sum('render-agent/seats.wait', 'no free seat'),
      refused: sum('render-agent/lease.refused', 'doorbells for nothing'),
    },
    periodSeconds: 300,
  };
}
