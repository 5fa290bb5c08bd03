/** The API: a load balancer behind a web ACL, and the job server behind it. */
import { type Construct } from 'constructs';
import { FargateService } from '../constructs/fargate-service.ts';
import { FarmNetwork } from '../constructs/farm-network.ts';
import { FarmQueues } from '../constructs/farm-queues.ts';
import { LoadBalancer } from '../constructs/load-balancer.ts';
import { ServiceAutoscaling } from '../constructs/service-autoscaling.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import { serverSecrets, serverVariables } from '../service-environment.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

export class JobServiceStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'job-service', props);
    const { names, environment } = this;
    const { edge, server, isProtected, retention } = environment;
    const network = new FarmNetwork(this, 'network', { names });
    const queues = new FarmQueues(this, 'queues', { names });
    const { vpcId } = network;
    const loadBalancer = new LoadBalancer(this, 'load-balancer', {
      names,
      edge,
      vpcId,
      subnetIds: network.publicSubnetIds,
      isProtected,
    });
    new WebAcl(this, 'web-acl', { names, loadBalancerArn: loadBalancer.arn, logDays: retention.logDays });
    const repository = `${names.account}.dkr.ecr.${names.region}.amazonaws.com/${names.repository}`;
    const service = new FargateService(this, 'server', {
      names,
      server,
      image: `${repository}@${props.artifacts.serverImage.digest}`,
      variables: serverVariables(environment, names, queues.urls),
      secrets: environment.delivery !== undefined && this.has('signed-delivery') ? serverSecrets(names) : {},
      vpcId,
      subnetIds: network.privateSubnetIds,
      loadBalancer,
      logDays: retention.logDays,
    });
    if (!this.has('service-autoscaling')) return;
    const { requestLabel } = loadBalancer;
    new ServiceAutoscaling(this, 'autoscaling', { names, server, requestLabel, service });
  }
}
