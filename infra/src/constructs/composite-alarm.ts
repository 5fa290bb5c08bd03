/** A composite alarm from its data: speaks when its rule holds, unless a bigger one speaks already. */
import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm/index.js';
import { type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface CompositeAlarmProps {
  name: string;
  description: string;
  /** In CloudWatch's words. */
  rule: string;
  topicArn: string;
  /** Name of the alarm during which it says nothing. */
  silencedBy?: string;
  /** CloudWatch refuses a rule that names an alarm that is not there. */
  after: ITerraformDependable[];
}

/** The bigger one may be slower: it is given two minutes to speak first, and three after it has ended for us to end too. */
const waitSeconds = 120;
const extensionSeconds = 180;

export class CompositeAlarm extends Construct {
  readonly alarm: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: CompositeAlarmProps) {
    super(scope, id);
    const { name, description, rule, topicArn, silencedBy, after } = props;
    this.alarm = new CloudwatchCompositeAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription: description,
      alarmRule: rule,
      alarmActions: [topicArn],
      okActions: [topicArn],
      dependsOn: after,
      ...(silencedBy === undefined
        ? {}
        : { actionsSuppressor: { alarm: silencedBy, waitPeriod: waitSeconds, extensionPeriod: extensionSeconds } }),
    });
  }
}
