/** Launch templates, Auto Scaling groups and their hooks. */
import {
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  type LaunchTemplateSpecification,
  PutLifecycleHookCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { type BetweenClouds, given } from './between-clouds.ts';

export async function seedFleet(clouds: BetweenClouds): Promise<{ templates: string[]; groups: string[] }> {
  const templates = await seedTemplates(clouds);
  const { AutoScalingGroups = [] } = await clouds.from.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  const groups = AutoScalingGroups.filter(({ AutoScalingGroupName: name = '' }) => name.startsWith(clouds.prefix));
  for (const group of groups) await seedGroup(clouds, group, templates);
  return { templates: [...templates.values()], groups: groups.map(({ AutoScalingGroupName: name = '' }) => name) };
}

/** Names by id: ids are given anew. */
async function seedTemplates({ from, to, prefix }: BetweenClouds): Promise<ReadonlyMap<string, string>> {
  const { LaunchTemplates = [] } = await from.ec2.send(new DescribeLaunchTemplatesCommand({}));
  const ours = LaunchTemplates.filter(({ LaunchTemplateName: name = '' }) => name.startsWith(prefix));
  const names = new Map<string, string>();
  for (const { LaunchTemplateId: id = '', LaunchTemplateName: name = '' } of ours) {
    const { LaunchTemplateVersions = [] } = await from.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['$Latest'] }),
    );
    const data = given(LaunchTemplateVersions[0]?.LaunchTemplateData, `data of ${name}`);
    await to.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        // The reply's words are the request's; the client sends those that a request has.
        LaunchTemplateData: data as RequestLaunchTemplateData,
      }),
    );
    names.set(id, name);
  }
  return names;
}

async function seedGroup(
  clouds: BetweenClouds,
  group: AutoScalingGroup,
  templates: ReadonlyMap<string, string>,
): Promise<void> {
  const name = given(group.AutoScalingGroupName, 'name of a group');
  await clouds.to.autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      MinSize: given(group.MinSize, `MinSize of ${name}`),
      MaxSize: given(group.MaxSize, `MaxSize of ${name}`),
      DesiredCapacity: given(group.DesiredCapacity, `DesiredCapacity of ${name}`),
      ...placeOf(group),
      HealthCheckType: group.HealthCheckType,
      HealthCheckGracePeriod: group.HealthCheckGracePeriod,
      NewInstancesProtectedFromScaleIn: group.NewInstancesProtectedFromScaleIn,
      TerminationPolicies: group.TerminationPolicies,
      Tags: (group.Tags ?? []).map(({ Key = '', Value, PropagateAtLaunch }) => ({ Key, Value, PropagateAtLaunch })),
      ...machinesOf(group, templates),
    }),
  );
  await seedHooks(clouds, name);
  const suspended = (group.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []);
  if (suspended.length > 0)
    await clouds.to.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: suspended }),
    );
}

function placeOf({ VPCZoneIdentifier, AvailabilityZones }: AutoScalingGroup) {
  return VPCZoneIdentifier ? { VPCZoneIdentifier } : { AvailabilityZones };
}

function machinesOf(
  { LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup,
  templates: ReadonlyMap<string, string>,
): Pick<AutoScalingGroup, 'LaunchTemplate' | 'MixedInstancesPolicy'> {
  const mixed = MixedInstancesPolicy?.LaunchTemplate;
  if (!mixed) return { LaunchTemplate: byName(LaunchTemplate, templates) };
  const LaunchTemplateSpecification = byName(mixed.LaunchTemplateSpecification, templates);
  return {
    MixedInstancesPolicy: { ...MixedInstancesPolicy, LaunchTemplate: { ...mixed, LaunchTemplateSpecification } },
  };
}

function byName(
  wanted: LaunchTemplateSpecification | undefined,
  templates: ReadonlyMap<string, string>,
): LaunchTemplateSpecification {
  const name = wanted?.LaunchTemplateName ?? templates.get(wanted?.LaunchTemplateId ?? '');
  return { LaunchTemplateName: given(name, 'launch template of a group'), Version: '$Latest' };
}

/** Their target and role are left behind: moto makes them up, see `unread` of the environment. */
async function seedHooks({ from, to }: BetweenClouds, group: string): Promise<void> {
  const { LifecycleHooks = [] } = await from.autoScaling.send(
    new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group }),
  );
  for (const { LifecycleHookName, LifecycleTransition, HeartbeatTimeout, DefaultResult } of LifecycleHooks)
    await to.autoScaling.send(
      new PutLifecycleHookCommand({
        AutoScalingGroupName: group,
        LifecycleHookName,
        LifecycleTransition,
        HeartbeatTimeout,
        DefaultResult,
      }),
    );
}
