/** Where everything runs: a VPC over the environment's zones, ways out, ways to AWS. */
import { type Construct } from 'constructs';
import { FlowLog } from '../constructs/flow-log.ts';
import { VpcEndpoints } from '../constructs/vpc-endpoints.ts';
import { Vpc } from '../constructs/vpc.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

export class NetworkStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'network', props);
    const { names } = this;
    const { network, retention } = this.environment;
    const vpc = new Vpc(this, 'vpc', { names, ...network });
    new VpcEndpoints(this, 'endpoints', { names, vpc, interfaces: network.interfaceEndpoints });
    new FlowLog(this, 'flow', { names, vpcId: vpc.id, days: retention.logDays });
  }
}
