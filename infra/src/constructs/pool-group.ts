/**
 * One pool: an Auto Scaling group whose size is the scaler's alone. Instances are protected from scale-in, zones are never rebalanced,
 * and two hooks hold an instance while it bootstraps and while it drains.
 */
import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group/index.js';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook/index.js';
import { type Pool } from '@reelyard/environments';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { type MachineTemplate } from './machine-template.ts';

export interface PoolGroupProps {
  names: Names;
  pool: Pool;
  template: MachineTemplate;
  subnetIds: string[];
  isProtected: boolean;
}

const hookSeconds = 300;
const hooks = [
  { name: 'bootstrap', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING', onSilence: 'ABANDON' },
  { name: 'drain', transition: 'autoscaling:EC2_INSTANCE_TERMINATING', onSilence: 'CONTINUE' },
];
const metrics = [
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupPendingInstances',
  'GroupTerminatingInstances',
];

export class PoolGroup extends Construct {
  constructor(scope: Construct, id: string, { names, pool, template, subnetIds, isProtected }: PoolGroupProps) {
    super(scope, id);
    const group = new AutoscalingGroup(this, 'group', {
      name: names.poolGroup(pool.name),
      minSize: pool.min,
      maxSize: pool.max,
      vpcZoneIdentifier: subnetIds,
      ...(pool.purchase === 'spot' ? spot(pool, template) : onDemand(pool, template)),
      healthCheckType: 'EC2',
      protectFromScaleIn: true,
      suspendedProcesses: ['AZRebalance'],
      // A rebalance recommendation is the scaler's to weigh: the group would replace an instance that renders.
      capacityRebalance: false,
      enabledMetrics: metrics,
      metricsGranularity: '1Minute',
      // Nothing to wait for: capacity comes with work.
      waitForCapacityTimeout: '0',
      forceDelete: !isProtected,
      tag: Object.entries({ Name: names.poolGroup(pool.name), ...groupTags(names, pool.name) }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      lifecycle: { ignoreChanges: ['desired_capacity'] },
    });
    for (const { name, transition, onSilence } of hooks)
      new AutoscalingLifecycleHook(this, name, {
        name,
        autoscalingGroupName: group.name,
        lifecycleTransition: transition,
        heartbeatTimeout: hookSeconds,
        defaultResult: onSilence,
      });
  }
}

/** A warm pool takes neither spot nor several types, so an on-demand pool has one type. */
function onDemand({ warm }: Pool, { id, version }: MachineTemplate) {
  return {
    launchTemplate: { id, version },
    ...(warm === undefined
      ? {}
      : {
          warmPool: {
            poolState: 'Stopped',
            minSize: warm.min,
            maxGroupPreparedCapacity: warm.max,
            // What the scaler lets go is stopped, not ended: it comes back without a boot.
            instanceReusePolicy: { reuseOnScaleIn: true },
          },
        }),
  };
}

function spot({ instanceType, alternatives = [] }: Pool, { id, version }: MachineTemplate) {
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandBaseCapacity: 0,
        onDemandPercentageAboveBaseCapacity: 0,
        spotAllocationStrategy: 'price-capacity-optimized',
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: id, version },
        override: [instanceType, ...alternatives].map((type) => ({ instanceType: type })),
      },
    },
  };
}

function groupTags({ environment }: Names, pool: string): Record<string, string> {
  return {
    'reelyard:environment': environment,
    'reelyard:stack': 'render-fleet',
    'reelyard:managed-by': 'terraform',
    'reelyard:pool': pool,
  };
}
