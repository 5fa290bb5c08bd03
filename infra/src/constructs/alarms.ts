/** Every alarm of an environment: metric alarms, then the composites that name them, farm-down before those that it silences. */
import { type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Alarm,
  alarmName,
  type CompositeAlarm as CompositeData,
  partsOf,
  renderRule,
  type Severity,
} from '../observability/alarm.ts';
import { describeAlarm } from '../observability/all-alarms.ts';
import { CompositeAlarm } from './composite-alarm.ts';
import { MetricAlarm } from './metric-alarm.ts';

export interface AlarmsProps {
  environment: string;
  alarms: readonly Alarm[];
  topics: Readonly<Record<Severity, string>>;
  /** An AWS without composite alarms keeps the parts, which say nothing by themselves. */
  withComposites: boolean;
}

export class Alarms extends Construct {
  readonly #environment: string;
  readonly #topics: AlarmsProps['topics'];
  readonly #made = new Map<string, TerraformResource>();

  constructor(scope: Construct, id: string, { environment, alarms, topics, withComposites }: AlarmsProps) {
    super(scope, id);
    this.#environment = environment;
    this.#topics = topics;
    for (const alarm of alarms) {
      if (alarm.kind !== 'metric') continue;
      const topicArn = alarm.speaks === undefined ? {} : { topicArn: topics[alarm.speaks] };
      const props = { name: alarmName(environment, alarm.id), description: describeAlarm(alarm), alarm, ...topicArn };
      this.#made.set(alarm.id, new MetricAlarm(this, alarm.id, props).alarm);
    }
    if (!withComposites) return;
    const composites = alarms.filter((alarm) => alarm.kind === 'composite');
    for (const alarm of composites.filter(({ silencedBy }) => silencedBy === undefined)) this.#compose(alarm);
    for (const alarm of composites.filter(({ silencedBy }) => silencedBy !== undefined)) this.#compose(alarm);
  }

  #compose(alarm: CompositeData): void {
    const { id, rule, speaks, silencedBy } = alarm;
    const nameOf = (other: string): string => alarmName(this.#environment, other);
    const named = [...partsOf(rule), ...(silencedBy === undefined ? [] : [silencedBy])];
    const { alarm: made } = new CompositeAlarm(this, id, {
      name: nameOf(id),
      description: describeAlarm(alarm),
      rule: renderRule(rule, nameOf),
      topicArn: this.#topics[speaks],
      after: [...new Set(named)].map((other) => this.#get(other)),
      ...(silencedBy === undefined ? {} : { silencedBy: nameOf(silencedBy) }),
    });
    this.#made.set(id, made);
  }

  /** @throws Error when a rule names an alarm that nobody made. */
  #get(id: string): TerraformResource {
    const made = this.#made.get(id);
    if (!made) throw new Error(`no alarm ${id}`);
    return made;
  }
}
