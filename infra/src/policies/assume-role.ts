/** Who may take a role: one service, and only on behalf of our own account. */
import { type Names } from '../names.ts';

export function assumeRolePolicy(service: string, names: Names, fromOurAccount: boolean): string {
  const statement = {
    Sid: 'Assume',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(fromOurAccount ? { Condition: { StringEquals: { 'aws:SourceAccount': names.account } } } : {}),
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
