/** Guards a queue: nobody without TLS. */
import { type Policy, type Statement } from './statement.ts';

export function queuePolicy(name: string, arn: string, grants: readonly Statement[]): Policy {
  const plain: Statement = {
    sid: 'TlsOnly',
    effect: 'Deny',
    principals: { AWS: '*' },
    actions: ['sqs:*'],
    resources: [arn],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return { of: name, statements: [plain, ...grants] };
}
