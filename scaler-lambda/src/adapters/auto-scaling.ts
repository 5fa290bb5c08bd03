/** Auto Scaling behind the port. Invariant: every call names one of our groups or one of their instances. */
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  DescribeWarmPoolCommand,
  type Instance as GroupInstance,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  SetInstanceProtectionCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { FarmError } from '@reelyard/contracts';
import { type GroupView, type LaunchFailure, type MemberView, type PoolPolicy } from '../core/index.ts';
import { type Groups, type HookRef } from '../ports.ts';
import { readFailure } from './auto-scaling-failures.ts';

export function autoScalingGroups(client: AutoScalingClient): Groups {
  return {
    describe: (pools) => ask(() => describe(client, pools)),
    setDesired: (pool, desired) =>
      ask(async () => {
        const wanted = { AutoScalingGroupName: pool.group, DesiredCapacity: desired, HonorCooldown: false };
        await client.send(new SetDesiredCapacityCommand(wanted));
      }),
    findLaunchFailures: (pool, after) => ask(() => findLaunchFailures(client, pool, after)),
    unprotect: (pool, instances) =>
      ask(async () => {
        const open = { AutoScalingGroupName: pool.group, InstanceIds: [...instances], ProtectedFromScaleIn: false };
        await client.send(new SetInstanceProtectionCommand(open));
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
      const version = findTemplateVersion(group);
      return {
        pool: pool.name,
        desired: group.DesiredCapacity ?? 0,
        members: [...toMembers(group), ...warm],
        ...(version === undefined ? {} : { templateVersion: version }),
      };
    }),
  );
  return views.flatMap((view) => view ?? []);
}

/** `$Latest` and `$Default` name no version: nothing is outdated by them. */
function findTemplateVersion({ LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup): string | undefined {
  const version = LaunchTemplate?.Version ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification?.Version;
  return version?.startsWith('$') ? undefined : version;
}

/** All pages: a warm pool may hold more than one. */
async function describeWarm(client: AutoScalingClient, pool: PoolPolicy): Promise<MemberView[]> {
  const members: MemberView[] = [];
  let NextToken: string | undefined;
  do {
    const page = { AutoScalingGroupName: pool.group, ...(NextToken === undefined ? {} : { NextToken }) };
    const found = await client.send(new DescribeWarmPoolCommand(page));
    members.push(...(found.Instances ?? []).map(toMember));
    NextToken = found.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return members;
}

async function findLaunchFailures(
  client: AutoScalingClient,
  pool: PoolPolicy,
  after: number,
): Promise<LaunchFailure[]> {
  const found = await client.send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName: pool.group, MaxRecords: 100 }),
  );
  return (found.Activities ?? []).flatMap(({ StatusCode, StatusMessage, EndTime, StartTime, Details }) => {
    const at = (EndTime ?? StartTime)?.getTime() ?? 0;
    if (StatusCode !== 'Failed' || at <= after) return [];
    const said = { at, message: StatusMessage ?? '', ...(Details === undefined ? {} : { details: Details }) };
    return [readFailure(pool.name, said)];
  });
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
