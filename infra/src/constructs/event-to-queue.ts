/** Events of AWS into a queue, which grants it by the name of the rule. */
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import { Construct } from 'constructs';

export interface EventToQueueProps {
  name: string;
  description: string;
  pattern: unknown;
  queueArn: string;
}

export class EventToQueue extends Construct {
  constructor(scope: Construct, id: string, { name, description, pattern, queueArn }: EventToQueueProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, 'rule', { name, description, eventPattern: JSON.stringify(pattern) });
    new CloudwatchEventTarget(this, 'target', { rule: rule.name, targetId: 'lifecycle', arn: queueArn });
  }
}
