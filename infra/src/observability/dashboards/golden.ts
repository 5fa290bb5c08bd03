/** The first look: are the promises kept, what is left of their budgets, and what speaks. */
import { LANES } from '@reelyard/contracts';
import { type Alarm } from '../alarm.ts';
import { type Indicator, indicatorsOf } from '../indicators.ts';
import { own } from '../series.ts';
import { type FarmView } from '../view.ts';
import { type Dashboard, type GraphWidget, row } from './dashboard.ts';

const budgetDays = 30;

export function goldenDashboard(view: FarmView, alarms: readonly Alarm[]): Dashboard {
  const indicators = indicatorsOf(view);
  const speakers = alarms.flatMap(({ id, speaks }) => (speaks === undefined ? [] : [{ id, speaks }]));
  const idsOf = (severity: string): string[] =>
    speakers.filter(({ speaks }) => speaks === severity).map(({ id }) => id);
  return {
    id: 'golden',
    title: 'Golden signals',
    question: 'Are the promises to clients kept, and how much of each error budget of 30 days is left?',
    rows: [
      row(
        4,
        { kind: 'alarms', title: 'Pages', ids: idsOf('page') },
        { kind: 'alarms', title: 'Tickets', ids: idsOf('ticket') },
      ),
      row(4, ...indicators.map(budgetLeft)),
      row(6, ...indicators.slice(0, 3).map(goodShare)),
      row(6, ...indicators.slice(3).map(goodShare)),
      row(6, submits(view), ends(view), oldest(view)),
      ...(view.functions.canary === undefined ? [] : [row(6, canary(view), canaryRuns(view))]),
    ],
  };
}

function budgetLeft({ id, objective, series, bad, total }: Indicator): GraphWidget {
  const budget = Number((1 - objective).toFixed(6));
  return {
    kind: 'numbers',
    title: `${id}: budget left, %`,
    inputs: series,
    lines: [{ expression: `100*(1-${bad}/${total}/${budget})`, label: `of ${budgetDays} days` }],
    overDays: budgetDays,
  };
}

function goodShare({ promise, objective, series, bad, total }: Indicator): GraphWidget {
  return {
    kind: 'graph',
    title: promise,
    inputs: series,
    lines: [{ expression: `100*(1-${bad}/${total})`, label: 'good, %' }],
    periodSeconds: 300,
    unit: '%',
    limits: [{ label: 'objective', value: objective * 100 }],
  };
}

function submits(view: FarmView): GraphWidget {
  return {
    kind: 'graph',
    title: 'Submit: milliseconds',
    curves: Object.fromEntries(
      ([50, 95, 99] as const).map((at) => [
        `p${at}`,
        { ...own(view, 'job-server/submit.milliseconds', `p${at}`), label: `p${at}` },
      ]),
    ),
    limits: [{ label: 'objective of p99', value: 300 }],
    unit: 'ms',
  };
}

function ends(view: FarmView): GraphWidget {
  const sum = (key: Parameters<typeof own>[1], label: string) => ({ ...own(view, key, 'Sum'), label });
  return {
    kind: 'graph',
    title: 'Jobs that ended',
    curves: {
      succeeded: sum('render-agent/job.succeeded', 'succeeded'),
      failed: sum('render-agent/job.failed', 'failed by our fault'),
      refused: sum('render-agent/job.refused', 'failed by their input'),
      expired: sum('job-server/job.expired', 'deadline passed'),
      poisoned: sum('job-server/job.failed', 'silenced too many agents'),
      canceled: sum('job-server/job.canceled', 'canceled'),
    },
    isStacked: true,
    periodSeconds: 300,
  };
}

/** What one client waited, each quarter of an hour that a machine was up. */
function canary(view: FarmView): GraphWidget {
  return {
    kind: 'graph',
    title: 'Canary: seconds to the video of a job of one second',
    curves: { seconds: { ...own(view, 'canary/canary.e2e_seconds', 'Maximum'), label: 'seconds' } },
    periodSeconds: 900,
    unit: 's',
  };
}

/** A gap in both means that nobody sings. */
function canaryRuns(view: FarmView): GraphWidget {
  return {
    kind: 'graph',
    title: 'Canary: runs',
    curves: {
      failed: { ...own(view, 'canary/canary.failed', 'Sum'), label: 'failed' },
      skipped: { ...own(view, 'canary/canary.skipped', 'Sum'), label: 'skipped: no machine was up' },
      all: { ...own(view, 'canary/canary.failed', 'SampleCount'), label: 'all' },
    },
    periodSeconds: 900,
  };
}

function oldest(view: FarmView): GraphWidget {
  return {
    kind: 'graph',
    title: 'Oldest task that may start',
    curves: Object.fromEntries(
      LANES.map((lane) => [lane, { ...own(view, 'scaler/job.queued.oldest', 'Maximum', { lane }), label: lane }]),
    ),
    unit: 's',
    limits: LANES.map((lane) => ({ label: `${lane}: W`, value: view.startWithinMs[lane] / 1_000 })),
  };
}
