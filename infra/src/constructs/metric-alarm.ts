/** A metric alarm from its data. It speaks when it starts and when it ends, or not at all. */
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { Construct } from 'constructs';
import { type MetricAlarm as Data } from '../observability/alarm.ts';
import { type Series } from '../observability/series.ts';

export interface MetricAlarmProps {
  name: string;
  description: string;
  alarm: Data;
  /** Absent: a part of composites. */
  topicArn?: string;
}

const operators = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
} as const;

export class MetricAlarm extends Construct {
  readonly alarm: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, { name, description, alarm, topicArn }: MetricAlarmProps) {
    super(scope, id);
    const actions = topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] };
    this.alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription: description,
      comparisonOperator: operators[alarm.comparison],
      threshold: alarm.threshold,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.datapoints,
      treatMissingData: alarm.missing,
      metricQuery: [
        { id: 'judged', label: alarm.id, expression: alarm.expression, returnData: true },
        ...Object.entries(alarm.series).map(([variable, series]) => toQuery(variable, series, alarm.periodSeconds)),
      ],
      ...actions,
    });
  }
}

function toQuery(id: string, { namespace, metric, dimensions, stat }: Series, period: number) {
  return {
    id,
    returnData: false,
    metric: { namespace, metricName: metric, dimensions: { ...dimensions }, stat, period },
  };
}
