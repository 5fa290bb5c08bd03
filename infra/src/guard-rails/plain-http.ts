/** A listener speaks TLS, or sends callers to one that does. */
import { blocks, ofType, type Rule } from './rule.ts';

export const plainHttp: Rule = {
  name: 'plain-http',
  check: (tree) =>
    ofType(tree, 'aws_lb_listener')
      .filter(({ attributes }) => attributes['protocol'] === 'HTTP')
      .filter(({ attributes }) => blocks(attributes['default_action']).some((action) => action['type'] !== 'redirect'))
      .map(({ address }) => ({
        address,
        message:
          'serves without TLS — give the environment a domain, or an edge of kind operator-only with its because',
      })),
};
