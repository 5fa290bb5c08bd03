/** Where a rule does not hold, and why. Nothing else opts out. */
import { type Environment } from '@reelyard/environments';
import { type Exception } from './rule.ts';

export function exceptionsOf({ edge }: Environment): readonly Exception[] {
  return edge.kind === 'operator-only'
    ? [{ rule: 'plain-http', address: 'aws_lb_listener.', because: edge.because }]
    : [];
}
