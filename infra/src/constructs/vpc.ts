/** A VPC with a public and a private subnet per zone, and a default security group that lets nothing through. */
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway/index.js';
import { Route } from '@cdktf/provider-aws/lib/route/index.js';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js';
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc/index.js';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { Nat } from './nat.ts';

export interface VpcProps {
  names: Names;
  cidr: string;
  zones: readonly string[];
  nat: 'one' | 'per-zone';
}

/** A /16 holds sixteen /20; the upper half is public. */
const subnetBits = 4;
const publicOffset = 8;
const anywhere = '0.0.0.0/0';

export interface Zone {
  name: string;
  publicSubnetId: string;
  privateSubnetId: string;
  privateTableId: string;
}

export class Vpc extends Construct {
  readonly id: string;
  readonly cidr: string;
  readonly zones: readonly Zone[];

  constructor(scope: Construct, id: string, { names, cidr, zones, nat }: VpcProps) {
    super(scope, id);
    const vpc = new AwsVpc(this, 'vpc', {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: names.tags.vpc },
    });
    this.id = vpc.id;
    this.cidr = cidr;
    new DefaultSecurityGroup(this, 'closed', { vpcId: vpc.id, ingress: [], egress: [] });
    const gateway = new InternetGateway(this, 'gateway', { vpcId: vpc.id, tags: { Name: names.prefix } });
    const publicTable = new RouteTable(this, 'public', { vpcId: vpc.id, tags: { Name: `${names.prefix}-public` } });
    new Route(this, 'out', { routeTableId: publicTable.id, destinationCidrBlock: anywhere, gatewayId: gateway.id });
    this.zones = zones.map((zone, at) => this.#addZone(names, zone, at, publicTable.id));
    this.#addNat(names, nat);
  }

  #addZone(names: Names, zone: string, at: number, publicTableId: string): Zone {
    const subnet = (tier: string, offset: number): string =>
      new Subnet(this, `${tier}-${zone}`, {
        vpcId: this.id,
        availabilityZone: zone,
        cidrBlock: Fn.cidrsubnet(this.cidr, subnetBits, offset + at),
        mapPublicIpOnLaunch: false,
        tags: { Name: `${names.prefix}-${tier}-${zone}`, 'reelyard:tier': tier },
      }).id;
    const publicSubnetId = subnet(names.tags.publicTier, publicOffset);
    const privateSubnetId = subnet(names.tags.privateTier, 0);
    const tags = { Name: `${names.prefix}-private-${zone}` };
    const privateTable = new RouteTable(this, `routes-${zone}`, { vpcId: this.id, tags });
    new RouteTableAssociation(this, `public-of-${zone}`, { subnetId: publicSubnetId, routeTableId: publicTableId });
    new RouteTableAssociation(this, `private-of-${zone}`, {
      subnetId: privateSubnetId,
      routeTableId: privateTable.id,
    });
    return { name: zone, publicSubnetId, privateSubnetId, privateTableId: privateTable.id };
  }

  /** With one NAT an outage of its zone is an outage of all; with one per zone, of that zone. */
  #addNat(names: Names, kind: VpcProps['nat']): void {
    const owners = kind === 'one' ? this.zones.slice(0, 1) : this.zones;
    const nats = owners.map(
      ({ name, publicSubnetId }) =>
        new Nat(this, `nat-${name}`, { name: `${names.prefix}-${name}`, subnetId: publicSubnetId }),
    );
    for (const [at, { name, privateTableId }] of this.zones.entries()) {
      const natGatewayId = (nats[at] ?? nats[0])?.id;
      if (natGatewayId === undefined) continue;
      new Route(this, `out-${name}`, { routeTableId: privateTableId, destinationCidrBlock: anywhere, natGatewayId });
    }
  }
}
