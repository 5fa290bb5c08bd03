/**
 * The canary is a client: what it does to the farm it does through the public API, by its own key. Of the farm's inside it sees the rows of
 * instances and nothing else: no job, no tenant, no bucket, no write.
 */
import { type Names } from '../names.ts';
import { ownLogs } from './own-logs.ts';
import { type Policy } from './statement.ts';

export function canaryPolicy(names: Names): Policy {
  const { arns, pools, roles, canaryKeyParameter, logGroups } = names;
  return {
    of: roles.canary,
    statements: [
      {
        sid: 'SeeInstances',
        actions: ['dynamodb:Query'],
        resources: [arns.table],
        // The partition of a pool, as the ledger names it: its instances.
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': pools.map((pool) => `F#${pool}`) } },
      },
      { sid: 'ReadOwnKey', actions: ['ssm:GetParameter'], resources: [arns.parameter(canaryKeyParameter)] },
      ownLogs(names, logGroups.canary),
    ],
  };
}
