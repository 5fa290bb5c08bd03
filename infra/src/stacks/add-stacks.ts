/** The stacks of an environment, in the order of their waves. */
import { type App } from 'cdktf';
import { type StackName } from '../names.ts';
import { DataStack } from './data.ts';
import { DeliveryStack } from './delivery.ts';
import { type FarmStack, type FarmStackProps } from './farm-stack.ts';
import { JobServiceStack } from './job-service.ts';
import { NetworkStack } from './network.ts';
import { ObservabilityStack } from './observability.ts';
import { QueueStack } from './queue.ts';
import { RenderFleetStack } from './render-fleet.ts';
import { ScalerStack } from './scaler.ts';

export function addStacks(app: App, props: FarmStackProps): [StackName, FarmStack][] {
  const { delivery } = props.environment;
  return [
    ['network', new NetworkStack(app, props)],
    ['data', new DataStack(app, props)],
    ['queue', new QueueStack(app, props)],
    ['job-service', new JobServiceStack(app, props)],
    ['render-fleet', new RenderFleetStack(app, props)],
    ['scaler', new ScalerStack(app, props)],
    ...(delivery === undefined ? [] : ([['delivery', new DeliveryStack(app, { ...props, delivery })]] as const)),
    ['observability' as const, new ObservabilityStack(app, props)] as const,
  ].map(([stack, built]) => [stack, built] as [StackName, FarmStack]);
}
