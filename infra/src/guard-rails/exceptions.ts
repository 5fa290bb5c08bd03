/** Where a rule does not hold, and why. Nothing else opts out. */
import { type Environment } from '@reelyard/environments';
import { type Exception } from './rule.ts';

export function exceptionsOf({ edge, omissions }: Pick<Environment, 'edge' | 'omissions'>): readonly Exception[] {
  const withoutConditions = omissions.filter(({ feature }) => feature === 'bucket-conditions');
  return [
    ...(edge.kind === 'operator-only'
      ? [{ rule: 'plain-http', address: 'aws_lb_listener.', because: edge.because }]
      : []),
    ...withoutConditions.map(({ because }) => ({ rule: 'tls-only', address: 'aws_s3_bucket.', because })),
  ];
}
