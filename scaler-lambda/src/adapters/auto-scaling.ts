/** Auto Scaling behind the port. Invariant: every call names one of our groups or one of their instances. */
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeWarmPoolCommand,
  type Instance as GroupInstance,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { FarmError } from '@reelyard/contracts';
import { type GroupView, type MemberView, type PoolPolicy } from '../core/index.ts';
import { type Groups, type HookRef } from '../ports.ts';

export function autoScalingGroups(client: AutoScalingClient): Groups {
  return {
    describe: (pools) => ask(() => describe(client, pools)),
    setDesired: (pool, desired) =>
      ask(async () => {
        const wanted = { AutoScalingGroupName: pool.group, DesiredCapacity: desired, HonorCooldown: false };
        await client.send(new SetDesiredCapacityCommand(wanted));
      }),
    terminate: (instance) =>
      ask(async () => {
        const exactly = { InstanceId: instance, ShouldDecrementDesiredCapacity: true };
        await client.send(new TerminateInstanceInAutoScalingGroupCommand(exactly));
      }),
    markUnhealthy: (instance) =>
      ask(async () => {
        const health = { InstanceId: instance, HealthStatus: 'Unhealthy', ShouldRespectGracePeriod: false };
        await client.send(new SetInstanceHealthCommand(health));
      }),
    completeHook: (hook, outcome) =>
      orOver(() =>
        client.send(new CompleteLifecycleActionCommand({ ...hookName(hook), LifecycleActionResult: outcome })),
      ),
    beatHook: (hook) => orOver(() => client.send(new RecordLifecycleActionHeartbeatCommand(hookName(hook)))),
  };
}

async function describe(client: AutoScalingClient, pools: readonly PoolPolicy[]): Promise<GroupView[]> {
  const names = pools.map((pool) => pool.group);
  const found = await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names }));
  const views = await Promise.all(
    pools.map(async (pool): Promise<GroupView | undefined> => {
      const group = found.AutoScalingGroups?.find((each) => each.AutoScalingGroupName === pool.group);
      if (!group) return undefined;
      const warm = group.WarmPoolConfiguration ? await describeWarm(client, pool) : [];
      return { pool: pool.name, desired: group.DesiredCapacity ?? 0, members: [...toMembers(group), ...warm] };
    }),
  );
  return views.flatMap((view) => view ?? []);
}

async function describeWarm(client: AutoScalingClient, pool: PoolPolicy): Promise<MemberView[]> {
  const found = await client.send(new DescribeWarmPoolCommand({ AutoScalingGroupName: pool.group }));
  return (found.Instances ?? []).map(toMember);
}

function toMembers(group: AutoScalingGroup): MemberView[] {
  return (group.Instances ?? []).map(toMember);
}

function toMember(instance: GroupInstance): MemberView {
  const version = instance.LaunchTemplate?.Version;
  return {
    id: instance.InstanceId ?? '',
    lifecycle: instance.LifecycleState ?? '',
    ...(instance.InstanceType === undefined ? {} : { type: instance.InstanceType }),
    ...(instance.AvailabilityZone === undefined ? {} : { zone: instance.AvailabilityZone }),
    ...(version === undefined ? {} : { templateVersion: version }),
  };
}

function hookName({ pool, instance, hook, token }: HookRef) {
  return {
    AutoScalingGroupName: pool.group,
    LifecycleHookName: hook,
    InstanceId: instance,
    ...(token === undefined ? {} : { LifecycleActionToken: token }),
  };
}

/** AWS answers `ValidationError: No active Lifecycle Action found …` once the action was completed or timed out. */
async function orOver(call: () => Promise<unknown>): Promise<'done' | 'over'> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (error instanceof Error && /No active Lifecycle Action/i.test(error.message)) return 'over';
    throw new FarmError('capacity-unavailable', 'Auto Scaling did not take a hook call', { cause: error });
  }
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new FarmError('capacity-unavailable', `Auto Scaling: ${what}`, { cause: error });
  }
}
