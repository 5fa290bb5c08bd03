/** Ways to AWS that do not leave the VPC: gateways to S3 and DynamoDB for nothing, interfaces where they are asked for. */
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { type Vpc } from './vpc.ts';

export interface VpcEndpointsProps {
  names: Names;
  vpc: Vpc;
  interfaces: readonly string[];
}

export class VpcEndpoints extends Construct {
  constructor(scope: Construct, id: string, { names, vpc, interfaces }: VpcEndpointsProps) {
    super(scope, id);
    for (const service of ['s3', 'dynamodb'])
      new VpcEndpoint(this, service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${names.region}.${service}`,
        vpcEndpointType: 'Gateway',
        routeTableIds: vpc.zones.map((zone) => zone.privateTableId),
        tags: { Name: `${names.prefix}-${service}` },
      });
    if (interfaces.length > 0) this.#addInterfaces(names, vpc, interfaces);
  }

  #addInterfaces(names: Names, vpc: Vpc, interfaces: readonly string[]): void {
    const name = `${names.prefix}-endpoints`;
    const group = new SecurityGroup(this, 'callers', {
      name,
      description: 'TLS from inside the VPC to AWS',
      vpcId: vpc.id,
      tags: { Name: name },
    });
    new VpcSecurityGroupIngressRule(this, 'tls', {
      securityGroupId: group.id,
      description: 'TLS from the VPC',
      cidrIpv4: vpc.cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
    for (const service of interfaces)
      new VpcEndpoint(this, service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${names.region}.${service}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: vpc.zones.map((zone) => zone.privateSubnetId),
        securityGroupIds: [group.id],
        tags: { Name: `${names.prefix}-${service}` },
      });
  }
}
