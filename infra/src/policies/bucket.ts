/** Guards a bucket: nobody without TLS 1.2. */
import { type Policy, type Statement } from './statement.ts';

export function bucketPolicy(bucket: string, grants: readonly Statement[]): Policy {
  const everything = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const deny = { effect: 'Deny', principals: { AWS: '*' }, actions: ['s3:*'], resources: everything } as const;
  return {
    of: bucket,
    statements: [
      { ...deny, sid: 'TlsOnly', conditions: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...deny, sid: 'TlsOfToday', conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
      ...grants,
    ],
  };
}
