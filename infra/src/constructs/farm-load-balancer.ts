/** What CloudWatch calls the load balancer and its targets: names with an id that AWS gave when it made them. */
import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb/index.js';
import { DataAwsLbTargetGroup } from '@cdktf/provider-aws/lib/data-aws-lb-target-group/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';

export class FarmLoadBalancer extends Construct {
  readonly loadBalancer: string;
  readonly targetGroup: string;

  constructor(scope: Construct, id: string, { names }: { names: Names }) {
    super(scope, id);
    this.loadBalancer = new DataAwsLb(this, 'lb', { name: names.loadBalancer }).arnSuffix;
    this.targetGroup = new DataAwsLbTargetGroup(this, 'targets', { name: names.targetGroup }).arnSuffix;
  }
}
