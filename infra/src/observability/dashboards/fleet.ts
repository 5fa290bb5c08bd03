/** The machines: what is wanted, what there is, what it does, what it costs. */
import { type MetricKey } from '../metrics.ts';
import { own } from '../series.ts';
import { type FarmView, type ViewedPool } from '../view.ts';
import { type Curve, type Dashboard, type GraphWidget, row } from './dashboard.ts';

export function fleetDashboard(view: FarmView): Dashboard {
  return {
    id: 'fleet',
    title: 'Fleet',
    question: 'Does capacity follow demand, do machines boot, and what does a useful minute cost?',
    rows: [
      row(6, ...view.pools.map((pool) => states(view, pool))),
      row(6, demand(view), cost(view), reasons(view)),
      row(6, ...view.pools.map((pool) => bootFunnel(view, pool))),
      row(6, ...view.pools.map((pool) => bootSeconds(view, pool))),
      row(6, decisions(view), bootFailures(view)),
    ],
  };
}

function states(view: FarmView, pool: ViewedPool): GraphWidget {
  const state = (key: MetricKey, label: string): Curve => ({
    ...own(view, key, 'Maximum', { pool: pool.name }),
    label,
  });
  return {
    kind: 'graph',
    title: `Machines of ${pool.name}`,
    curves: {
      desired: state('scaler/scaler.desired', 'desired'),
      pending: state('scaler/agent.pending', 'pending'),
      idle: state('scaler/agent.idle', 'idle'),
      busy: state('scaler/agent.busy', 'busy'),
      parked: state('scaler/agent.parked', 'parked'),
      draining: state('scaler/agent.draining', 'draining'),
      stuck: state('scaler/agent.stuck', 'stuck in boot'),
    },
  };
}

function demand(view: FarmView): GraphWidget {
  const whole = (key: MetricKey, label: string): Curve => ({ ...own(view, key, 'Maximum'), label });
  return {
    kind: 'graph',
    title: 'Demand and what stands in its way',
    curves: {
      demand: whole('scaler/scaler.demand', 'tasks due within a boot'),
      booting: whole('scaler/capacity.booting', 'machines booting'),
      unmet: whole('scaler/capacity.unmet', 'machines refused'),
      blind: whole('scaler/scaler.blind', 'blind'),
      failed: { ...own(view, 'scaler/scaler.apply_failed', 'Sum'), label: 'calls failed' },
    },
  };
}

/** List prices of the environment's data over the minutes in which a machine renders or publishes. */
function cost(view: FarmView): GraphWidget {
  const inputs = view.pools.flatMap(({ name }, at) => [
    [`desired_${at}`, own(view, 'scaler/scaler.desired', 'Average', { pool: name })] as const,
    [`busy_${at}`, own(view, 'scaler/agent.busy', 'Average', { pool: name })] as const,
  ]);
  const spend = view.pools.map(({ hourlyCost }, at) => `FILL(desired_${at},0)*${hourlyCost}`).join('+');
  const busy = view.pools.map((_, at) => `FILL(busy_${at},0)`).join('+');
  return {
    kind: 'graph',
    title: 'Cost of machines',
    inputs: Object.fromEntries(inputs),
    lines: [
      { expression: spend, label: 'USD an hour' },
      { expression: `(${spend})/60/(${busy})`, label: 'USD a useful minute' },
    ],
    periodSeconds: 300,
  };
}

function reasons({ logGroups }: FarmView) {
  return {
    kind: 'log',
    title: 'Machines refused, by reason',
    logGroups: [logGroups.scale, logGroups.lifecycle],
    query: 'filter `capacity.unmet` > 0 | stats max(`capacity.unmet`) as machines by reason | sort machines desc',
    view: 'table',
  } as const;
}

function bootFunnel(view: FarmView, { name }: ViewedPool): GraphWidget {
  return {
    kind: 'graph',
    title: `Boots of ${name}`,
    curves: {
      launched: { ...own(view, 'scaler/bootstrap.launched', 'Sum', { pool: name }), label: 'launched' },
      online: { ...own(view, 'scaler/bootstrap.online_seconds', 'SampleCount', { pool: name }), label: 'in service' },
      failed: { ...own(view, 'scaler/bootstrap.failed', 'Sum', { pool: name }), label: 'failed' },
      spot: { ...own(view, 'render-agent/spot.notice', 'Sum', { pool: name }), label: 'taken back by EC2' },
    },
    periodSeconds: 300,
  };
}

function bootSeconds(view: FarmView, { name }: ViewedPool): GraphWidget {
  const seconds = (key: MetricKey, stat: 'p50' | 'p99', label: string): Curve => ({
    ...own(view, key, stat, { pool: name }),
    label,
  });
  return {
    kind: 'graph',
    title: `Boot time of ${name}`,
    curves: {
      online: seconds('scaler/bootstrap.online_seconds', 'p50', 'reachable by SSM, p50'),
      p50: seconds('scaler/bootstrap.seconds', 'p50', 'in service, p50'),
      p99: seconds('scaler/bootstrap.seconds', 'p99', 'in service, p99'),
    },
    periodSeconds: 300,
    unit: 's',
  };
}

function decisions({ logGroups }: FarmView) {
  return {
    kind: 'log',
    title: 'What the scaler decided, and why',
    logGroups: [logGroups.scale],
    query:
      "filter event = 'scaler.tick' and because != 'supply meets demand' | fields @timestamp, plan, because, demand | sort @timestamp desc | limit 20",
    view: 'table',
  } as const;
}

function bootFailures({ logGroups }: FarmView) {
  return {
    kind: 'log',
    title: 'Bootstraps that failed',
    logGroups: [logGroups.scale, logGroups.lifecycle],
    query:
      "filter event = 'bootstrap.failed' | fields @timestamp, pool, instanceId, code, message | sort @timestamp desc | limit 20",
    view: 'table',
  } as const;
}
