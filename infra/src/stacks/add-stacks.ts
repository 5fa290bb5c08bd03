/** The stacks of an environment, in the order of their waves. */
import { type App } from 'cdktf';
import { type StackName } from '../names.ts';
import { DataStack } from './data.ts';
import { type FarmStack, type FarmStackProps } from './farm-stack.ts';
import { NetworkStack } from './network.ts';
import { QueueStack } from './queue.ts';

export function addStacks(app: App, props: FarmStackProps): [StackName, FarmStack][] {
  return [
    ['network', new NetworkStack(app, props)],
    ['data', new DataStack(app, props)],
    ['queue', new QueueStack(app, props)],
  ];
}
