/** Alarms as data. A part speaks only through a composite; whoever speaks pages somebody or opens a ticket. */
import { type Series } from './series.ts';

export type Severity = 'page' | 'ticket';

interface Described {
  /** Unique; the name in CloudWatch is `reelyard-<environment>-<id>`. */
  id: string;
  /** `docs/runbooks/<runbook>.md`. Alarms of one cause share one. */
  runbook: string;
  /** What is wrong when it is in alarm, as a sentence without its end. */
  meaning: string;
}

export interface MetricAlarm extends Described {
  kind: 'metric';
  /** Absent: a part. */
  speaks?: Severity;
  /** At most ten in all; the names are the variables of the expression. */
  series: Readonly<Record<string, Series>>;
  /** CloudWatch metric math over the variables. */
  expression: string;
  comparison: '>' | '>=' | '<';
  threshold: number;
  periodSeconds: number;
  /** Periods that are looked at, and how many of them must be beyond the threshold. */
  periods: number;
  datapoints: number;
  /** What a period without data means. */
  missing: 'breaching' | 'notBreaching';
}

export type Rule = { alarm: string } | { any: readonly Rule[] } | { all: readonly Rule[] };

export interface CompositeAlarm extends Described {
  kind: 'composite';
  speaks: Severity;
  rule: Rule;
  /** Says nothing while this composite is in alarm. */
  silencedBy?: string;
}

export type Alarm = MetricAlarm | CompositeAlarm;

export function alarmName(environment: string, id: string): string {
  return `reelyard-${environment}-${id}`;
}

/** @param nameOf the alarm's name in CloudWatch */
export function renderRule(rule: Rule, nameOf: (id: string) => string): string {
  if ('alarm' in rule) return `ALARM("${nameOf(rule.alarm)}")`;
  const [parts, word] = 'any' in rule ? [rule.any, ' OR '] : [rule.all, ' AND '];
  return `(${parts.map((part) => renderRule(part, nameOf)).join(word)})`;
}

/** Ids that a rule names. */
export function partsOf(rule: Rule): string[] {
  if ('alarm' in rule) return [rule.alarm];
  return ('any' in rule ? rule.any : rule.all).flatMap(partsOf);
}
