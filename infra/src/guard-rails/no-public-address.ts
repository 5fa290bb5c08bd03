/** Instances and tasks have no address of their own in the world. */
import { type Attributes, blocks, ofType, type Rule } from './rule.ts';

export const noPublicAddress: Rule = {
  name: 'no-public-address',
  check: (tree) =>
    ofType(tree, 'aws_launch_template', 'aws_ecs_service', 'aws_subnet')
      .filter(({ type, attributes }) => isPublic(type, attributes))
      .map(({ address }) => ({
        address,
        message: 'gets a public address — private subnets reach the world through NAT',
      })),
};

function isPublic(type: string, attributes: Attributes): boolean {
  if (type === 'aws_subnet') return attributes['map_public_ip_on_launch'] === true;
  if (type === 'aws_ecs_service')
    return blocks(attributes['network_configuration']).some((network) => network['assign_public_ip'] === true);
  const networks = blocks(attributes['network_interfaces']);
  return networks.some((network) => String(network['associate_public_ip_address']) !== 'false');
}
