/**
 * For each indicator two alarms that speak: a fast burn pages, a slow burn opens a ticket. Each speaks when the long and the short window
 * of one of its pairs are both over their rate; the windows are parts.
 */
import { type Alarm, type CompositeAlarm, type MetricAlarm, type Severity } from './alarm.ts';
import { type BurnWindow, burnWindows } from './burn-rate.ts';
import { fewestBad, type Indicator } from './indicators.ts';

/** CloudWatch's longest period; a longer window is that many days of which each must be over the rate. */
const longestPeriodSeconds = 86_400;

export function burnAlarms(indicator: Indicator, silencedBy: string): readonly Alarm[] {
  const parts = burnWindows.flatMap((window) => [
    part(indicator, window, window.longSeconds, fewestBad),
    part(indicator, window, window.shortSeconds, 1),
  ]);
  return [...parts, speaker(indicator, 'page', silencedBy), speaker(indicator, 'ticket', silencedBy)];
}

function speaker(indicator: Indicator, severity: Severity, silencedBy: string): CompositeAlarm {
  const pairs = burnWindows.filter((window) => window.severity === severity);
  const speed = severity === 'page' ? 'fast' : 'slow';
  return {
    kind: 'composite',
    id: `${indicator.id}-${speed}-burn`,
    runbook: indicator.runbook,
    meaning: `The promise "${indicator.promise}" is being broken ${severity === 'page' ? 'fast enough to use up its budget within days' : 'slowly but steadily'}`,
    speaks: severity,
    rule: {
      any: pairs.map((window) => ({
        all: [window.longSeconds, window.shortSeconds].map((seconds) => ({
          alarm: partId(indicator, window, seconds),
        })),
      })),
    },
    ...(severity === 'page' ? { silencedBy } : {}),
  };
}

function part(indicator: Indicator, window: BurnWindow, seconds: number, atLeast: number): MetricAlarm {
  const { bad, total, objective, runbook, promise, series } = indicator;
  const periodSeconds = Math.min(seconds, longestPeriodSeconds);
  const periods = seconds / periodSeconds;
  const budget = Number((1 - objective).toFixed(6));
  return {
    kind: 'metric',
    id: partId(indicator, window, seconds),
    runbook,
    meaning: `Over ${describeSeconds(seconds)} the error budget of "${promise}" burns more than ${window.rate} times too fast`,
    series,
    expression: `IF(${bad}>=${atLeast},${bad}/${total}/${budget},0)`,
    comparison: '>',
    threshold: window.rate,
    ...{ periodSeconds, periods, datapoints: periods },
    missing: 'notBreaching',
  };
}

/** The rate is in it: six hours are long for one rate and short for another. */
function partId({ id }: Indicator, { rate }: BurnWindow, seconds: number): string {
  return `${id}-${String(rate).replace('.', '-')}x-${describeSeconds(seconds).replace(' ', '')}`;
}

export function describeSeconds(seconds: number): string {
  if (seconds % 86_400 === 0 && seconds > 86_400) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return `${seconds / 60} min`;
}
