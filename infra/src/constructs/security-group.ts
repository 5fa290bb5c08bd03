/** A security group whose every rule says what it is for. Nothing comes in unless a rule says so; egress is spelled out too. */
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import { Construct } from 'constructs';

export type Peer = { cidr: string } | { group: SecurityGroup };

export interface SecurityGroupProps {
  name: string;
  description: string;
  vpcId: string;
}

export const anywhere: Peer = { cidr: '0.0.0.0/0' };

export class SecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { name, description, vpcId }: SecurityGroupProps) {
    super(scope, id);
    this.id = new AwsSecurityGroup(this, 'group', { name, description, vpcId, tags: { Name: name } }).id;
  }

  /** @param name unique in the group */
  allowFrom(name: string, peer: Peer, port: number, description: string): void {
    new VpcSecurityGroupIngressRule(this, `from-${name}`, { ...this.#rule(peer, port), description });
  }

  allowTo(name: string, peer: Peer, port: number, description: string): void {
    new VpcSecurityGroupEgressRule(this, `to-${name}`, { ...this.#rule(peer, port), description });
  }

  #rule(peer: Peer, port: number) {
    const other = 'cidr' in peer ? { cidrIpv4: peer.cidr } : { referencedSecurityGroupId: peer.group.id };
    return { securityGroupId: this.id, ipProtocol: 'tcp', fromPort: port, toPort: port, ...other };
  }
}
