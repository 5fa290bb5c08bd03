/** Who talked to whom in the VPC. */
import { FlowLog as AwsFlowLog } from '@cdktf/provider-aws/lib/flow-log/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { flowLogPolicy } from '../policies/flow-logs.ts';
import { LogGroup } from './log-group.ts';
import { Role } from './role.ts';

export interface FlowLogProps {
  names: Names;
  vpcId: string;
  days: number;
}

export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, { names, vpcId, days }: FlowLogProps) {
    super(scope, id);
    const group = new LogGroup(this, 'group', { name: names.logGroups.flow, days });
    const role = new Role(this, 'role', {
      names,
      name: names.roles.flowLogs,
      description: 'Writes the flow log of the VPC',
      service: 'vpc-flow-logs.amazonaws.com',
      policy: flowLogPolicy(names),
    });
    new AwsFlowLog(this, 'log', {
      vpcId,
      // What was refused tells of probes and of our own mistakes, and costs a tenth of everything.
      trafficType: 'REJECT',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: names.prefix },
    });
  }
}
