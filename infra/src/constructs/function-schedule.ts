/** Calls a function on a clock, by a role that may call nothing else. */
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { type Policy } from '../policies/statement.ts';
import { Role } from './role.ts';

export interface FunctionScheduleProps {
  names: Names;
  name: string;
  description: string;
  /** Of the role that calls. */
  policy: Policy;
  functionArn: string;
  /** `rate(…)` */
  expression: string;
  /** What the function is called with; Scheduler fills its own words in. */
  input?: Readonly<Record<string, string>>;
}

export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const { names, name, description, policy, functionArn, expression, input = {} } = props;
    const role = new Role(this, 'role', {
      names,
      name: policy.of,
      description: `EventBridge Scheduler: ${description}`,
      service: 'scheduler.amazonaws.com',
      policy,
    });
    new SchedulerSchedule(this, 'schedule', {
      name,
      description,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.arn,
        input: JSON.stringify(input),
        // The next call is a better retry.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
      dependsOn: [role.policy],
    });
  }
}
