/** Who may publish to a topic: alarms, budgets and cost alerts of our own account. */
import { type Names } from '../names.ts';
import { alertPublishers } from './alert-key.ts';
import { type Policy } from './statement.ts';

export function alertTopicPolicy({ account, arns }: Names, topic: string): Policy {
  return {
    of: topic,
    statements: [
      {
        sid: 'Publish',
        principals: { Service: alertPublishers },
        actions: ['sns:Publish'],
        resources: [arns.topic(topic)],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  };
}
