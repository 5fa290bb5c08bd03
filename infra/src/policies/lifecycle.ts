/** The function that bootstraps and drains instances: its queue, our two documents, our hooks. No capacity call. */
import { type Names } from '../names.ts';
import { fleetControl } from './fleet-control.ts';
import { ledgerUse } from './ledger-use.ts';
import { ownLogs } from './own-logs.ts';
import { type Policy } from './statement.ts';

export function lifecyclePolicy(names: Names): Policy {
  return {
    of: names.roles.lifecycle,
    statements: [
      ...ledgerUse(names),
      ...fleetControl(names),
      {
        sid: 'TakeFleetEvents',
        actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [names.arns.queue(names.lifecycleQueue)],
      },
      ownLogs(names, names.logGroups.lifecycle),
    ],
  };
}
