/** Buckets and queues refuse callers without TLS. */
import { ofType, type Resource, type Rule, type Tree } from './rule.ts';

export const tlsOnly: Rule = {
  name: 'tls-only',
  check: (tree) => [
    ...ofType(tree, 'aws_s3_bucket')
      .filter((bucket) => !policiesOf(bucket, tree).some(refusesPlain))
      .map(({ address }) => ({
        address,
        message: 'takes callers without TLS — make it with the construct Bucket, whose policy refuses them',
      })),
    ...ofType(tree, 'aws_sqs_queue')
      .filter(({ attributes }) => !refusesPlain(attributes['policy']))
      .map(({ address }) => ({
        address,
        message: 'takes callers without TLS — make it with the construct Queue, whose policy refuses them',
      })),
  ],
};

function policiesOf({ address }: Resource, tree: Tree): unknown[] {
  return ofType(tree, 'aws_s3_bucket_policy')
    .filter(({ attributes }) => String(attributes['bucket']).includes(`${address}.`))
    .map(({ attributes }) => attributes['policy']);
}

function refusesPlain(policy: unknown): boolean {
  if (typeof policy !== 'string') return false;
  const { Statement } = JSON.parse(policy) as { Statement: { Effect: string; Condition?: Record<string, unknown> }[] };
  return Statement.some(
    ({ Effect, Condition }) =>
      Effect === 'Deny' && JSON.stringify(Condition?.['Bool']) === '{"aws:SecureTransport":"false"}',
  );
}
