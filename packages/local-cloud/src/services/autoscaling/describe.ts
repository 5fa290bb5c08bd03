/** Groups, instances, hooks and warm pools in the words of the API. Pure. */
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { type FormValue } from '../query/form.ts';
import { toInstant, type XmlValue } from '../query/xml.ts';
import {
  globalTimeoutSeconds,
  type Group,
  type GroupTag,
  type Hook,
  isWarm,
  type Member,
  type WarmPool,
} from './group.ts';

export function describeGroup(group: Group, members: readonly Member[], templates: LaunchTemplates): XmlValue {
  const warm = members.filter((member) => isWarm(member) || member.state.startsWith('Warmed:'));
  const serving = members.filter((member) => !warm.includes(member));
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: group.mixed ? undefined : describeTemplate(group, templates),
    MixedInstancesPolicy: group.mixed ? describeMixed(group, templates) : undefined,
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: group.cooldownSeconds,
    AvailabilityZones: group.zones,
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.graceSeconds,
    Instances: serving.map(describeMember),
    CreatedTime: toInstant(group.createdAt),
    SuspendedProcesses: Object.entries(group.suspended).map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    VPCZoneIdentifier: group.subnets.join(','),
    EnabledMetrics: group.metrics.map((Metric) => ({ Metric, Granularity: '1Minute' })),
    Status: group.isDeleting ? 'Delete in progress' : undefined,
    Tags: group.tags.map((tag) => describeTag(group, tag)),
    TerminationPolicies: group.policies,
    NewInstancesProtectedFromScaleIn: group.protectsNew,
    ServiceLinkedRoleARN: `arn:aws:iam::${group.arn.split(':')[4] ?? ''}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    WarmPoolConfiguration: group.warmPool && describeWarmPool(group.warmPool),
    WarmPoolSize: group.warmPool ? warm.length : undefined,
    TrafficSources: [],
  };
}

export function describeMember(member: Member): { [name: string]: XmlValue } {
  return {
    InstanceId: member.id,
    InstanceType: member.type,
    AvailabilityZone: member.zone,
    LifecycleState: member.state,
    HealthStatus: member.isHealthy ? 'Healthy' : 'Unhealthy',
    LaunchTemplate: {
      LaunchTemplateId: member.launchTemplate.id,
      LaunchTemplateName: member.launchTemplate.name,
      Version: member.launchTemplate.version,
    },
    ProtectedFromScaleIn: member.isProtected,
    WeightedCapacity: member.weight,
  };
}

export function describeHook(group: Group, hook: Hook): XmlValue {
  return {
    LifecycleHookName: hook.name,
    AutoScalingGroupName: group.name,
    LifecycleTransition: hook.transition,
    NotificationTargetARN: hook.targetArn,
    RoleARN: hook.roleArn,
    NotificationMetadata: hook.metadata,
    HeartbeatTimeout: hook.heartbeatSeconds,
    GlobalTimeout: globalTimeoutSeconds(hook),
    DefaultResult: hook.defaultResult,
  };
}

export function describeTag(group: Group, tag: GroupTag): XmlValue {
  return {
    ResourceId: group.name,
    ResourceType: 'auto-scaling-group',
    Key: tag.key,
    Value: tag.value,
    PropagateAtLaunch: tag.propagates,
  };
}

export function describeWarmPool(pool: WarmPool): XmlValue {
  return {
    MaxGroupPreparedCapacity: pool.maxPrepared,
    MinSize: pool.minSize,
    PoolState: pool.state,
    Status: pool.isDeleting ? 'PendingDelete' : undefined,
    InstanceReusePolicy: { ReuseOnScaleIn: pool.isReusing },
  };
}

function describeTemplate(group: Group, templates: LaunchTemplates): XmlValue {
  const known = templates.list().find((each) => each.id === group.template.id || each.name === group.template.name);
  return {
    LaunchTemplateId: known?.id ?? group.template.id,
    LaunchTemplateName: known?.name ?? group.template.name,
    Version: group.template.version,
  };
}

function describeMixed(group: Group, templates: LaunchTemplates): XmlValue {
  const mixed = group.mixed ?? {};
  const template = mixed['LaunchTemplate'];
  const overrides = typeof template === 'object' && !Array.isArray(template) ? template['Overrides'] : undefined;
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: describeTemplate(group, templates),
      Overrides: echo(overrides ?? []),
    },
    InstancesDistribution: echo(mixed['InstancesDistribution'] ?? {}),
  };
}

/** What was sent is told again as it was sent. */
function echo(value: FormValue): XmlValue {
  return value;
}
