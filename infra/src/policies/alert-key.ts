/** The key of the topics: whoever publishes encrypts under it, and nobody else. SNS's own key lets no alarm publish. */
import { type Names } from '../names.ts';
import { administration, keyItself } from './key.ts';
import { type Policy } from './statement.ts';

/** Who tells of trouble. */
export const alertPublishers = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com'];

export function alertKeyPolicy({ account, alertKeyAlias }: Names): Policy {
  const root = { AWS: `arn:aws:iam::${account}:root` };
  return {
    of: alertKeyAlias,
    statements: [
      {
        sid: 'AlertKeyAdministration',
        principals: root,
        actions: administration,
        resources: ['*'],
        because: keyItself,
      },
      {
        sid: 'PublishAlerts',
        principals: { Service: alertPublishers },
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
        because: keyItself,
      },
    ],
  };
}
