/** Calls a function each minute. */
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { schedulePolicy } from '../policies/schedule.ts';
import { Role } from './role.ts';

export class MinuteSchedule extends Construct {
  constructor(scope: Construct, id: string, { names, functionArn }: { names: Names; functionArn: string }) {
    super(scope, id);
    const role = new Role(this, 'role', {
      names,
      name: names.roles.schedule,
      description: 'EventBridge Scheduler on behalf of the scaler',
      service: 'scheduler.amazonaws.com',
      policy: schedulePolicy(names),
    });
    new SchedulerSchedule(this, 'schedule', {
      name: names.schedule,
      description: 'The tick of the scaler',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.arn,
        input: '{}',
        // The next minute's tick is a better retry.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
      dependsOn: [role.policy],
    });
  }
}
