/** TLS of today: 1.3, with 1.2 for those that lag. */
import { ofType, type Rule } from './rule.ts';

export const tlsPolicy: Rule = {
  name: 'tls-policy',
  check: (tree) =>
    ofType(tree, 'aws_lb_listener')
      .filter(({ attributes }) => attributes['protocol'] === 'HTTPS')
      .filter(({ attributes }) => !String(attributes['ssl_policy']).startsWith('ELBSecurityPolicy-TLS13-1-2'))
      .map(({ address }) => ({ address, message: 'takes old TLS — use a policy ELBSecurityPolicy-TLS13-1-2-…' })),
};
