/** The function that decides capacity: the only principal with a capacity call, and that on our groups alone. */
import { type Names } from '../names.ts';
import { fleetControl, groupIdBecause, instances } from './fleet-control.ts';
import { ledgerUse } from './ledger-use.ts';
import { ownLogs } from './own-logs.ts';
import { type Policy } from './statement.ts';

export function scalePolicy(names: Names): Policy {
  return {
    of: names.roles.scale,
    statements: [
      ...ledgerUse(names),
      ...fleetControl(names),
      {
        sid: 'ChangeCapacity',
        actions: [
          'autoscaling:SetDesiredCapacity',
          'autoscaling:SetInstanceHealth',
          'autoscaling:SetInstanceProtection',
          'autoscaling:TerminateInstanceInAutoScalingGroup',
        ],
        resources: names.poolGroups.map(names.arns.group),
        because: groupIdBecause,
      },
      {
        sid: 'SeeFailedLaunches',
        actions: ['autoscaling:DescribeScalingActivities'],
        resources: ['*'],
        because: 'Auto Scaling has no resource type for its describe actions',
      },
      {
        sid: 'SeeWantedVersions',
        actions: ['ssm:GetParameters'],
        resources: [names.agentParameter, names.engineParameter].map(names.arns.parameter),
      },
      {
        sid: 'EndOutdatedWarmInstances',
        actions: ['ec2:TerminateInstances'],
        resources: [instances(names)],
        conditions: { StringEquals: { 'aws:ResourceTag/reelyard:environment': names.environment } },
        because: 'Auto Scaling ends nothing that stands in a warm pool; the tag that only our groups give is the limit',
      },
      ownLogs(names, names.logGroups.scale),
    ],
  };
}
