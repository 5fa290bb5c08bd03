/** Lines into one log group that exists already. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function ownLogs({ arns }: Names, group: string): Statement {
  return {
    sid: 'OwnLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${arns.logGroup(group)}:log-stream:*`],
    because: 'the streams of its own group, one per process',
  };
}
