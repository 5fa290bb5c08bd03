/** Tasks by requests: the server waits on AWS most of the time, so CPU tells too little. */
import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy/index.js';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target/index.js';
import { type Server } from '@reelyard/environments';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';

export interface ServiceAutoscalingProps {
  names: Names;
  server: Server;
  /** See `LoadBalancer.requestLabel`. */
  requestLabel: string;
  /** What must be there first. */
  service: Construct;
}

const growAfterSeconds = 30;
const shrinkAfterSeconds = 300;

export class ServiceAutoscaling extends Construct {
  constructor(scope: Construct, id: string, { names, server, requestLabel, service }: ServiceAutoscalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${names.cluster}/${names.service}`,
      minCapacity: server.minTasks,
      maxCapacity: server.maxTasks,
    });
    target.node.addDependency(service);
    new AppautoscalingPolicy(this, 'requests', {
      name: `${names.service}-requests`,
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: server.requestsPerTask,
        scaleOutCooldown: growAfterSeconds,
        scaleInCooldown: shrinkAfterSeconds,
        predefinedMetricSpecification: {
          predefinedMetricType: 'ALBRequestCountPerTarget',
          resourceLabel: requestLabel,
        },
      },
    });
  }
}
