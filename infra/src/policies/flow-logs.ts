/** The flow log of the VPC: lines into its own group. */
import { type Names } from '../names.ts';
import { type Policy } from './statement.ts';

export function flowLogPolicy({ arns, logGroups, roles }: Names): Policy {
  const group = arns.logGroup(logGroups.flow);
  return {
    of: roles.flowLogs,
    statements: [
      {
        sid: 'WriteFlowLog',
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [`${group}:*`],
        because: 'streams of its own group, one per network interface',
      },
    ],
  };
}
