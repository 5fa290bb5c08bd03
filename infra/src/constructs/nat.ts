/** A NAT gateway with its own address. */
import { Eip } from '@cdktf/provider-aws/lib/eip/index.js';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway/index.js';
import { Construct } from 'constructs';

export class Nat extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { name, subnetId }: { name: string; subnetId: string }) {
    super(scope, id);
    const address = new Eip(this, 'address', { domain: 'vpc', tags: { Name: name } });
    this.id = new NatGateway(this, 'gateway', { allocationId: address.id, subnetId, tags: { Name: name } }).id;
  }
}
