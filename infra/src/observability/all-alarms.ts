/** Every alarm of an environment, parts before the composites that name them. */
import { type Alarm } from './alarm.ts';
import { canaryAlarms } from './canary-alarms.ts';
import { burnAlarms } from './burn-alarms.ts';
import { indicatorsOf } from './indicators.ts';
import { farmDown, symptomAlarms } from './symptom-alarms.ts';
import { ticketAlarms } from './ticket-alarms.ts';
import { type FarmView } from './view.ts';

export function alarmsOf(view: FarmView): readonly Alarm[] {
  const burns = indicatorsOf(view).flatMap((indicator) => burnAlarms(indicator, farmDown));
  return [...symptomAlarms(view), ...canaryAlarms(view), ...burns, ...ticketAlarms(view)];
}

/** Runbooks of what speaks without being an alarm of CloudWatch: AWS Budgets and Cost Anomaly Detection. */
export const costRunbook = 'cost-anomaly';

/** Names of the files in `docs/runbooks`, less their ending. */
export function runbooksOf(alarms: readonly Alarm[]): readonly string[] {
  return [...new Set([...alarms.map(({ runbook }) => runbook), costRunbook])].sort();
}

export function describeAlarm({ meaning, runbook }: Pick<Alarm, 'meaning' | 'runbook'>): string {
  return `${meaning}. Runbook: docs/runbooks/${runbook}.md`;
}
