import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CompleteLifecycleActionCommand,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DeleteWarmPoolCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  DescribeWarmPoolCommand,
  PutLifecycleHookCommand,
  PutWarmPoolCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  SetInstanceProtectionCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { GetCommandInvocationCommand, SendCommandCommand } from '@aws-sdk/client-ssm';
import {
  aCloud,
  aTemplate,
  statesOf,
  type TestCloud,
  until,
  untilStates,
  withCloud,
} from '../../instances/test-cloud.ts';

const GROUP = 'on-demand';
const LAUNCHING = 'autoscaling:EC2_INSTANCE_LAUNCHING';
const TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING';
let cloud: TestCloud;

withCloud(async (made) => {
  cloud = made;
  await aTemplate(cloud);
});

async function aGroup(
  options: { desired?: number; graceSeconds?: number; max?: number; isProtecting?: boolean; types?: string[] } = {},
): Promise<void> {
  const LaunchTemplate = { LaunchTemplateName: 'agent', Version: '$Latest' };
  const Overrides = options.types?.map((InstanceType) => ({ InstanceType }));
  await cloud.autoscaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: GROUP,
      MinSize: 0,
      MaxSize: options.max ?? 4,
      DesiredCapacity: options.desired ?? 0,
      AvailabilityZones: ['us-east-1a', 'us-east-1b'],
      HealthCheckGracePeriod: options.graceSeconds ?? 0,
      NewInstancesProtectedFromScaleIn: options.isProtecting ?? false,
      Tags: [{ Key: 'pool', Value: 'on-demand', PropagateAtLaunch: true }],
      ...(Overrides
        ? {
            MixedInstancesPolicy: {
              LaunchTemplate: { LaunchTemplateSpecification: LaunchTemplate, Overrides },
              InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 0 },
            },
          }
        : { LaunchTemplate }),
    }),
  );
}

function hook(name: string, transition: string, defaultResult = 'ABANDON'): PutLifecycleHookCommand {
  return new PutLifecycleHookCommand({
    AutoScalingGroupName: GROUP,
    LifecycleHookName: name,
    LifecycleTransition: transition,
    HeartbeatTimeout: 300,
    DefaultResult: defaultResult,
    NotificationMetadata: '{"v":1}',
  });
}

function complete(name: string, id: string, result: 'CONTINUE' | 'ABANDON'): Promise<unknown> {
  return cloud.autoscaling.send(
    new CompleteLifecycleActionCommand({
      AutoScalingGroupName: GROUP,
      LifecycleHookName: name,
      InstanceId: id,
      LifecycleActionResult: result,
    }),
  );
}

function setDesired(DesiredCapacity: number): Promise<unknown> {
  return cloud.autoscaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: GROUP, DesiredCapacity }));
}

async function theGroup() {
  const { AutoScalingGroups = [] } = await cloud.autoscaling.send(new DescribeAutoScalingGroupsCommand({}));
  return AutoScalingGroups[0];
}

describe('a group with a launch hook', () => {
  beforeEach(async () => {
    await aGroup();
    await cloud.autoscaling.send(hook('bootstrap', LAUNCHING));
    await setDesired(1);
  });

  it('holds an instance until its bootstrap command ran and said CONTINUE', async () => {
    const [id = ''] = await untilStates(cloud, 'Pending:Wait');
    const sent = await until('the agent is online', () =>
      cloud.ssm
        .send(
          new SendCommandCommand({
            DocumentName: 'AWS-RunShellScript',
            InstanceIds: [id],
            Parameters: { commands: ['echo "hello from $REELYARD_INSTANCE"'] },
          }),
        )
        .catch(() => undefined),
    );
    const CommandId = sent.Command?.CommandId ?? '';
    const done = await until('the command is over', async () => {
      const it = await cloud.ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: id }));
      return it.Status === 'Success' && it;
    });
    expect(done.StandardOutputContent).toBe(`hello from ${id}\n`);
    expect(await statesOf(cloud)).toEqual({ [id]: 'Pending:Wait' });
    await complete('bootstrap', id, 'CONTINUE');
    await untilStates(cloud, 'InService');
    const [action] = cloud.detailsOf('EC2 Instance-launch Lifecycle Action');
    expect(action).toEqual({
      LifecycleActionToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      AutoScalingGroupName: GROUP,
      LifecycleHookName: 'bootstrap',
      EC2InstanceId: id,
      LifecycleTransition: LAUNCHING,
      NotificationMetadata: '{"v":1}',
      Origin: 'EC2',
      Destination: 'AutoScalingGroup',
    });
    expect(cloud.detailsOf('EC2 Instance Launch Successful')).toMatchObject([
      { EC2InstanceId: id, StatusCode: 'InProgress' },
    ]);
  });

  it('replaces an instance whose launch was abandoned', async () => {
    const [id = ''] = await untilStates(cloud, 'Pending:Wait');
    await complete('bootstrap', id, 'ABANDON');
    const [next = ''] = await until('another waits', async () => {
      const states = await statesOf(cloud);
      const others = Object.keys(states).filter((each) => each !== id && states[each] === 'Pending:Wait');
      return others.length === 1 && !(id in states) && others;
    });
    expect(next).not.toBe(id);
    expect(cloud.detailsOf('EC2 Instance Launch Unsuccessful')[0]?.['StatusMessage']).toContain(
      'was abandoned: Lifecycle Action Completed with ABANDON Result',
    );
  });

  it('abandons on heartbeat time-out, and a heartbeat prolongs the wait', async () => {
    const [id = ''] = await untilStates(cloud, 'Pending:Wait');
    const [action] = cloud.detailsOf('EC2 Instance-launch Lifecycle Action');
    cloud.advance(200_000);
    await cloud.autoscaling.send(
      new RecordLifecycleActionHeartbeatCommand({
        AutoScalingGroupName: GROUP,
        LifecycleHookName: 'bootstrap',
        LifecycleActionToken: action?.['LifecycleActionToken'],
      }),
    );
    cloud.advance(200_000);
    await setDesired(1);
    expect(await statesOf(cloud)).toMatchObject({ [id]: 'Pending:Wait' });
    cloud.advance(101_000);
    await until('the first is gone', async () => !(id in (await statesOf(cloud))));
    expect(cloud.detailsOf('EC2 Instance Launch Unsuccessful')[0]?.['StatusMessage']).toContain('Heartbeat Timeout');
    await expect(complete('bootstrap', id, 'CONTINUE')).rejects.toMatchObject({
      name: 'ValidationError',
      message: `No active Lifecycle Action found with instance ID ${id}`,
    });
  });
});

describe('a group after a restart of the server', () => {
  it('still waits for the same hook, and goes on from there', async () => {
    await aGroup();
    await cloud.autoscaling.send(hook('bootstrap', LAUNCHING));
    await setDesired(1);
    const [id = ''] = await untilStates(cloud, 'Pending:Wait');
    await cloud.close();
    cloud = await aCloud(cloud.dir);
    expect(await statesOf(cloud)).toEqual({ [id]: 'Pending:Wait' });
    await complete('bootstrap', id, 'CONTINUE');
    expect(await untilStates(cloud, 'InService')).toEqual([id]);
  });
});

describe('an instance that ends by itself', () => {
  it('is replaced, and its terminate hook still runs', async () => {
    await aGroup({ desired: 1 });
    await cloud.autoscaling.send(hook('drain', TERMINATING, 'CONTINUE'));
    const [id = ''] = await untilStates(cloud, 'InService');
    await cloud.control('POST', `/_local/instances/${id}:spot-notice`, { withNotice: false });
    await untilStates(cloud, 'Terminating:Wait', 'InService');
    await complete('drain', id, 'CONTINUE');
    await untilStates(cloud, 'InService');
  });

  it('is left alone while its grace period lasts, whatever its health is said to be', async () => {
    await aGroup({ desired: 1, graceSeconds: 60 });
    const [id = ''] = await untilStates(cloud, 'InService');
    const unhealthy = { InstanceId: id, HealthStatus: 'Unhealthy' };
    await cloud.autoscaling.send(new SetInstanceHealthCommand(unhealthy));
    expect((await theGroup())?.Instances?.[0]?.HealthStatus).toBe('Healthy');
    await cloud.autoscaling.send(new SetInstanceHealthCommand({ ...unhealthy, ShouldRespectGracePeriod: false }));
    await until('it is replaced', async () => !(id in (await statesOf(cloud))));
  });
});

describe('scale-in', () => {
  it('never picks a protected instance', async () => {
    await aGroup({ desired: 2, isProtecting: true });
    const [first = '', second = ''] = await untilStates(cloud, 'InService', 'InService');
    await setDesired(1);
    expect((await theGroup())?.Instances).toHaveLength(2);
    await cloud.autoscaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: GROUP,
        InstanceIds: [second],
        ProtectedFromScaleIn: false,
      }),
    );
    expect(await untilStates(cloud, 'InService')).toEqual([first]);
  });

  it('ends exactly the instance that was named, after its drain hook, and lowers desired capacity', async () => {
    await aGroup({ desired: 2, isProtecting: true });
    await cloud.autoscaling.send(hook('drain', TERMINATING, 'CONTINUE'));
    const [first = '', second = ''] = await untilStates(cloud, 'InService', 'InService');
    const { Activity } = await cloud.autoscaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({ InstanceId: first, ShouldDecrementDesiredCapacity: true }),
    );
    expect(Activity?.Description).toBe(`Terminating EC2 instance: ${first}`);
    await until('it waits for the drain', async () => (await statesOf(cloud))[first] === 'Terminating:Wait');
    expect(cloud.detailsOf('EC2 Instance-terminate Lifecycle Action')).toMatchObject([
      { EC2InstanceId: first, Origin: 'AutoScalingGroup', Destination: 'EC2' },
    ]);
    await complete('drain', first, 'CONTINUE');
    expect(await untilStates(cloud, 'InService')).toEqual([second]);
    expect((await theGroup())?.DesiredCapacity).toBe(1);
    expect(cloud.detailsOf('EC2 Instance Terminate Successful')).toMatchObject([{ EC2InstanceId: first }]);
  });

  it('replaces an unhealthy instance although it is protected', async () => {
    await aGroup({ desired: 1, isProtecting: true });
    const [id = ''] = await untilStates(cloud, 'InService');
    await cloud.autoscaling.send(new SetInstanceHealthCommand({ InstanceId: id, HealthStatus: 'Unhealthy' }));
    await until('the old one is gone', async () => !(id in (await statesOf(cloud))));
    await untilStates(cloud, 'InService');
  });

  it('refuses capacity beyond the bounds of the group', async () => {
    await aGroup({ max: 2 });
    await expect(setDesired(3)).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'New SetDesiredCapacity value 3 is above max value 2 for the AutoScalingGroup.',
    });
  });
});

describe('a warm pool', () => {
  beforeEach(async () => {
    await aGroup({ max: 2 });
    await cloud.autoscaling.send(hook('bootstrap', LAUNCHING));
    await cloud.autoscaling.send(
      new PutWarmPoolCommand({
        AutoScalingGroupName: GROUP,
        MaxGroupPreparedCapacity: 1,
        PoolState: 'Stopped',
        InstanceReusePolicy: { ReuseOnScaleIn: true },
      }),
    );
  });

  it('passes the hook twice: into the pool, and out of it into service', async () => {
    const [id = ''] = await untilStates(cloud, 'Warmed:Pending:Wait');
    await complete('bootstrap', id, 'CONTINUE');
    await untilStates(cloud, 'Warmed:Stopped');
    await setDesired(1);
    expect(await untilStates(cloud, 'Pending:Wait')).toEqual([id]);
    await complete('bootstrap', id, 'CONTINUE');
    expect(await untilStates(cloud, 'InService')).toEqual([id]);
    const trips = cloud
      .detailsOf('EC2 Instance-launch Lifecycle Action')
      .map((each) => [each['Origin'], each['Destination']]);
    expect(trips).toEqual([
      ['EC2', 'WarmPool'],
      ['WarmPool', 'AutoScalingGroup'],
    ]);
  });

  it('takes an instance back on scale-in, and lets all go when it is deleted', async () => {
    const [id = ''] = await untilStates(cloud, 'Warmed:Pending:Wait');
    await complete('bootstrap', id, 'CONTINUE');
    await untilStates(cloud, 'Warmed:Stopped');
    await setDesired(1);
    await untilStates(cloud, 'Pending:Wait');
    await complete('bootstrap', id, 'CONTINUE');
    await until('it serves', async () => (await statesOf(cloud))[id] === 'InService');
    await setDesired(0);
    await until('it is back', async () => (await statesOf(cloud))[id] === 'Warmed:Stopped');
    const { WarmPoolConfiguration, Instances } = await cloud.autoscaling.send(
      new DescribeWarmPoolCommand({ AutoScalingGroupName: GROUP }),
    );
    expect(Instances?.map((each) => each.InstanceId)).toContain(id);
    expect(WarmPoolConfiguration).toMatchObject({
      PoolState: 'Stopped',
      InstanceReusePolicy: { ReuseOnScaleIn: true },
    });
    await cloud.autoscaling.send(new DeleteWarmPoolCommand({ AutoScalingGroupName: GROUP }));
    await untilStates(cloud);
    await until('the pool is gone', async () => (await theGroup())?.WarmPoolConfiguration === undefined);
  });
});

describe('a launch without capacity', () => {
  it('tries the next type and zone, then fails with an activity and an event, and tries again', async () => {
    await cloud.control('POST', '/_local/capacity', {
      type: 'c7g.large',
      zone: '*',
      market: 'spot',
      error: 'InsufficientInstanceCapacity',
    });
    await aGroup({ desired: 1, types: ['c7g.large', 'm7g.large'] });
    await untilStates(cloud, 'InService');
    expect((await theGroup())?.Instances?.[0]?.InstanceType).toBe('m7g.large');
    await cloud.control('POST', '/_local/capacity', {
      type: 'm7g.large',
      zone: '*',
      error: 'InsufficientInstanceCapacity',
      times: 2,
    });
    await setDesired(2);
    await until('a launch failed', () => cloud.detailsOf('EC2 Instance Launch Unsuccessful').length > 0);
    const { Activities = [] } = await cloud.autoscaling.send(
      new DescribeScalingActivitiesCommand({ AutoScalingGroupName: GROUP }),
    );
    const failed = Activities.find((each) => each.StatusCode === 'Failed');
    expect(failed?.StatusMessage).toBe(
      'Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available that matches your request. Launching EC2 instance failed.',
    );
    await untilStates(cloud, 'InService', 'InService');
  });
});

describe('deleting a group', () => {
  it('is refused while it has instances, unless forced', async () => {
    await aGroup({ desired: 1 });
    await untilStates(cloud, 'InService');
    const command = (ForceDelete: boolean) =>
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: GROUP, ForceDelete });
    await expect(cloud.autoscaling.send(command(false))).rejects.toMatchObject({
      name: expect.stringMatching(/^ResourceInUse/),
    });
    await cloud.autoscaling.send(command(true));
    await until('it is gone', async () => (await theGroup()) === undefined);
    expect(await statesOf(cloud)).toEqual({});
  });
});
