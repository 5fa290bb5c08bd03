/** Spending that does not look like that of the weeks before, by the environment's tag. AWS learns it; it costs nothing. */
import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor/index.js';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription/index.js';
import { Construct } from 'constructs';

export interface CostAnomalyProps {
  name: string;
  tag: { key: string; value: string };
  /** An anomaly below this says nothing. */
  leastUsd: number;
  topicArn: string;
}

export class CostAnomaly extends Construct {
  constructor(scope: Construct, id: string, { name, tag, leastUsd, topicArn }: CostAnomalyProps) {
    super(scope, id);
    const monitor = new CeAnomalyMonitor(this, 'monitor', {
      name,
      // An account has one monitor by service; one by tag per environment leaves it alone.
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({ Tags: { Key: tag.key, Values: [tag.value], MatchOptions: null } }),
    });
    new CeAnomalySubscription(this, 'subscription', {
      name,
      // Topics hear of each at once; mail addresses alone could have a summary.
      frequency: 'IMMEDIATE',
      monitorArnList: [monitor.arn],
      subscriber: [{ type: 'SNS', address: topicArn }],
      thresholdExpression: {
        dimension: {
          key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          matchOptions: ['GREATER_THAN_OR_EQUAL'],
          values: [String(leastUsd)],
        },
      },
    });
  }
}
