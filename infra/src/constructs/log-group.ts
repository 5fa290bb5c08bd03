/** A log group that forgets: CloudWatch keeps lines for ever unless told. Encrypted by CloudWatch itself. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { Construct } from 'constructs';

export interface LogGroupProps {
  name: string;
  /** One of the numbers that CloudWatch knows. */
  days: number;
}

export class LogGroup extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, days }: LogGroupProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, 'group', { name, retentionInDays: days });
    this.arn = group.arn;
    this.name = group.name;
  }
}
