/** The network as other stacks find it: by tags, because ids are AWS's to give. */
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets/index.js';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';

export class FarmNetwork extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];

  constructor(scope: Construct, id: string, { names }: { names: Names }) {
    super(scope, id);
    this.vpcId = new DataAwsVpc(this, 'vpc', { filter: [{ name: 'tag:Name', values: [names.tags.vpc] }] }).id;
    const subnets = (tier: string): string[] =>
      new DataAwsSubnets(this, tier, {
        filter: [
          { name: 'vpc-id', values: [this.vpcId] },
          { name: 'tag:reelyard:tier', values: [tier] },
        ],
      }).ids;
    this.publicSubnetIds = subnets(names.tags.publicTier);
    this.privateSubnetIds = subnets(names.tags.privateTier);
  }
}
