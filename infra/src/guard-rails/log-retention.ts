/** Logs end: CloudWatch keeps lines for ever unless told. */
import { ofType, type Rule } from './rule.ts';

export const logRetention: Rule = {
  name: 'log-retention',
  check: (tree) =>
    ofType(tree, 'aws_cloudwatch_log_group')
      .filter(({ attributes }) => !(Number(attributes['retention_in_days']) > 0))
      .map(({ address }) => ({ address, message: 'keeps lines for ever — set retentionInDays' })),
};
