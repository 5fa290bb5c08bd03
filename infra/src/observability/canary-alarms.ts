/**
 * The canary pages when it fails twice in a row, and when it is not heard while machines are up: a run that skips an empty farm reports, too, so
 * silence is never a skip. Two parts, because a run that fails reports up to ten minutes after it began, and must not be taken for silence meanwhile.
 */
import { type Alarm, type MetricAlarm } from './alarm.ts';
import { own, type Series } from './series.ts';
import { farmDown } from './symptom-alarms.ts';
import { type FarmView } from './view.ts';

/** From one run to the next. */
export const canaryMinutes = 15;

const runbook = 'canary';
const period = { periodSeconds: canaryMinutes * 60, missing: 'notBreaching' } as const;

export function canaryAlarms(view: FarmView): readonly Alarm[] {
  if (view.functions.canary === undefined) return [];
  const parts = [failedTwice(view), silent(view)];
  return [
    ...parts,
    {
      kind: 'composite',
      id: 'canary-page',
      runbook,
      meaning: 'A job of one second through the public API has no video, or nobody asks for one any more',
      speaks: 'page',
      rule: { any: parts.map(({ id }) => ({ alarm: id })) },
      silencedBy: farmDown,
    },
  ];
}

function failedTwice(view: FarmView): MetricAlarm {
  return {
    kind: 'metric',
    id: 'canary-failed',
    runbook,
    meaning: 'Two runs of the canary in a row got no video, or a wrong one',
    series: { failed: own(view, 'canary/canary.failed', 'Sum') },
    ...{ expression: 'failed', comparison: '>=', threshold: 1, periods: 2, datapoints: 2 },
    ...period,
  };
}

/** Idle and busy machines of a pool are two series: at most ten fit an alarm, so four pools. */
function silent(view: FarmView): MetricAlarm {
  const machines = view.pools.flatMap(({ name: pool }, at): [string, Series][] => [
    [`idle_${at}`, own(view, 'scaler/agent.idle', 'Average', { pool })],
    [`busy_${at}`, own(view, 'scaler/agent.busy', 'Average', { pool })],
  ]);
  const sum = machines.map(([name]) => `FILL(${name},0)`).join('+');
  return {
    kind: 'metric',
    id: 'canary-silent',
    runbook,
    meaning: 'For 45 minutes at least one machine was up, and no run of the canary was heard of',
    series: { runs: own(view, 'canary/canary.failed', 'SampleCount'), ...Object.fromEntries(machines) },
    expression: `IF(FILL(runs,0)>0,0,${sum})`,
    // Averages of one machine that is idle and busy by turns add up to a little less than one.
    ...{ comparison: '>=', threshold: 0.9, periods: 3, datapoints: 3 },
    ...period,
  };
}
