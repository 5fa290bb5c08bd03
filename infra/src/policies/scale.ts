/** The function that decides capacity: the only principal with a capacity call, and that on our groups alone. */
import { type Names } from '../names.ts';
import { fleetControl, groupIdBecause } from './fleet-control.ts';
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
          'autoscaling:TerminateInstanceInAutoScalingGroup',
        ],
        resources: names.poolGroups.map(names.arns.group),
        because: groupIdBecause,
      },
      ownLogs(names, names.logGroups.scale),
    ],
  };
}
