/** Nobody from everywhere, but clients to the load balancer on 443, and on 80 when that only redirects. */
import { blocks, ofType, type Problem, type Resource, type Rule, type Tree } from './rule.ts';

const world = ['0.0.0.0/0', '::/0'];

export const worldIngress: Rule = {
  name: 'world-ingress',
  check: (tree) => [...ruleProblems(tree), ...inlineProblems(tree)],
};

function ruleProblems(tree: Tree): Problem[] {
  return ofType(tree, 'aws_vpc_security_group_ingress_rule')
    .filter(({ attributes }) => world.includes(String(attributes['cidr_ipv4'] ?? attributes['cidr_ipv6'])))
    .filter((rule) => !isClientDoor(rule, tree))
    .map(({ address }) => ({
      address,
      message: 'lets the whole world in — name the address ranges, or the security group that may call',
    }));
}

function isClientDoor({ attributes }: Resource, tree: Tree): boolean {
  const { from_port: from, to_port: to } = attributes;
  const group = String(attributes['security_group_id']);
  const isOfLoadBalancer = ofType(tree, 'aws_lb').some(({ attributes: { security_groups: groups } }) =>
    (groups as string[] | undefined)?.includes(group),
  );
  if (!isOfLoadBalancer || from !== to) return false;
  return from === 443 || (from === 80 && onlyRedirects(tree));
}

function onlyRedirects(tree: Tree): boolean {
  return ofType(tree, 'aws_lb_listener')
    .filter(({ attributes }) => attributes['port'] === 80)
    .every(({ attributes }) => blocks(attributes['default_action']).every((action) => action['type'] === 'redirect'));
}

/** Rules written into the group, and the older resource for one, cannot say what they are for. */
function inlineProblems(tree: Tree): Problem[] {
  const inline = ofType(tree, 'aws_security_group').filter(
    ({ attributes }) => blocks(attributes['ingress']).length > 0,
  );
  return [...inline, ...ofType(tree, 'aws_security_group_rule')].map(({ address }) => ({
    address,
    message: 'has rules that are not looked at — use allowFrom of the construct SecurityGroup',
  }));
}
