/** From a Create or Update request to a group document. Pure. */
import { type Host } from '../../service.ts';
import { type TemplateChoice } from '../ec2/launch-templates.ts';
import { subnetOf, zonesOf } from '../ec2/network.ts';
import { findFlag, findForm, findNumber, findText, type Form, getText, listForms, listTexts } from '../query/form.ts';
import { validationError } from './errors.ts';
import { type Group, type GroupTag, type Hook, type HookResult, type Transition } from './group.ts';

/** @throws ValidationError when the request does not describe a group. */
export function readNewGroup(form: Form, host: Host, arn: string): Group {
  const name = getText(form, 'AutoScalingGroupName');
  const base: Group = {
    name,
    arn,
    createdAt: host.now(),
    min: 0,
    max: 0,
    desired: 0,
    template: {},
    overrides: [],
    onDemandBase: 0,
    onDemandPercent: 100,
    zones: zonesOf(host.region),
    subnets: [],
    protectsNew: false,
    tags: readTags(form, name),
    suspended: {},
    healthCheckType: 'EC2',
    graceSeconds: 0,
    cooldownSeconds: 300,
    policies: ['Default'],
    metrics: [],
    hooks: {},
    isDeleting: false,
  };
  const hooks = listForms(form, 'LifecycleHookSpecificationList').map((each) => readHook(each, undefined));
  const withHooks = { ...base, hooks: Object.fromEntries(hooks.map((hook) => [hook.name, hook])) };
  const desired = findNumber(form, 'DesiredCapacity') ?? findNumber(form, 'MinSize') ?? 0;
  const group = readChange(form, { ...withHooks, desired }, host);
  if (!group.template.id && !group.template.name)
    throw validationError(
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  return group;
}

/** The group after an update; what the request leaves out stays. */
export function readChange(form: Form, group: Group, host: Host): Group {
  const min = findNumber(form, 'MinSize') ?? group.min;
  const max = findNumber(form, 'MaxSize') ?? group.max;
  if (min > max) throw validationError(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  const wanted = findNumber(form, 'DesiredCapacity');
  const desired = wanted ?? Math.min(Math.max(group.desired, min), max);
  if (desired < min || desired > max)
    throw validationError(
      `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
    );
  return {
    ...group,
    ...readPlaces(form, host),
    ...readTemplate(form),
    min,
    max,
    desired,
    protectsNew: findFlag(form, 'NewInstancesProtectedFromScaleIn') ?? group.protectsNew,
    healthCheckType: findText(form, 'HealthCheckType') ?? group.healthCheckType,
    graceSeconds: findNumber(form, 'HealthCheckGracePeriod') ?? group.graceSeconds,
    cooldownSeconds: findNumber(form, 'DefaultCooldown') ?? group.cooldownSeconds,
    policies: form['TerminationPolicies'] === undefined ? group.policies : listTexts(form, 'TerminationPolicies'),
  };
}

export function readTags(form: Form, group: string): GroupTag[] {
  return listForms(form, 'Tags')
    .filter((tag) => (findText(tag, 'ResourceId') ?? group) === group)
    .map((tag) => ({
      key: getText(tag, 'Key'),
      value: findText(tag, 'Value') ?? '',
      propagates: findFlag(tag, 'PropagateAtLaunch') ?? false,
    }));
}

/** @param known the hook that the request updates; what it leaves out stays. */
export function readHook(form: Form, known: Hook | undefined): Hook {
  const heartbeatSeconds = findNumber(form, 'HeartbeatTimeout') ?? known?.heartbeatSeconds ?? 3600;
  if (heartbeatSeconds < 30 || heartbeatSeconds > 7200)
    throw validationError('Heartbeat timeout must be between 30 and 7200 seconds.');
  return {
    ...known,
    name: getText(form, 'LifecycleHookName'),
    transition: readTransition(findText(form, 'LifecycleTransition') ?? known?.transition),
    heartbeatSeconds,
    defaultResult: readResult(findText(form, 'DefaultResult') ?? known?.defaultResult ?? 'ABANDON'),
    ...readOptional(form, { NotificationMetadata: 'metadata', RoleARN: 'roleArn', NotificationTargetARN: 'targetArn' }),
  };
}

function readTransition(text: string | undefined): Transition {
  if (text === 'autoscaling:EC2_INSTANCE_LAUNCHING' || text === 'autoscaling:EC2_INSTANCE_TERMINATING') return text;
  throw validationError(
    'Lifecycle transition must be one of autoscaling:EC2_INSTANCE_LAUNCHING, autoscaling:EC2_INSTANCE_TERMINATING',
  );
}

export function readResult(text: string): HookResult {
  if (text === 'ABANDON' || text === 'CONTINUE') return text;
  throw validationError('The lifecycle action result must be either CONTINUE or ABANDON');
}

/** Texts that a request may leave out, under our names. */
function readOptional(form: Form, names: Record<string, 'metadata' | 'roleArn' | 'targetArn'>): Partial<Hook> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([theirs, ours]) => {
      const value = findText(form, theirs);
      return value === undefined || value === '' ? [] : [[ours, value]];
    }),
  );
}

function readPlaces(form: Form, host: Host): Pick<Group, 'zones' | 'subnets'> | undefined {
  const subnets = (findText(form, 'VPCZoneIdentifier') ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (subnets.length > 0) return { subnets, zones: [...new Set(subnets.map((id) => subnetOf(host.region, id).zone))] };
  const zones = listTexts(form, 'AvailabilityZones');
  return zones.length > 0 ? { zones, subnets: [] } : undefined;
}

function readTemplate(form: Form): Partial<Group> {
  const plain = findForm(form, 'LaunchTemplate');
  if (plain) return { template: choice(plain), overrides: [], onDemandBase: 0, onDemandPercent: 100 };
  const mixed = findForm(form, 'MixedInstancesPolicy');
  const template = mixed && findForm(mixed, 'LaunchTemplate');
  const specification = template && findForm(template, 'LaunchTemplateSpecification');
  if (!mixed || !template || !specification) return {};
  const distribution = findForm(mixed, 'InstancesDistribution') ?? {};
  return {
    mixed,
    template: choice(specification),
    onDemandBase: findNumber(distribution, 'OnDemandBaseCapacity') ?? 0,
    onDemandPercent: findNumber(distribution, 'OnDemandPercentageAboveBaseCapacity') ?? 100,
    overrides: listForms(template, 'Overrides').map((each) => {
      const own = findForm(each, 'LaunchTemplateSpecification');
      const weight = findText(each, 'WeightedCapacity');
      return {
        type: findText(each, 'InstanceType') ?? '',
        ...(weight === undefined ? {} : { weight }),
        ...(own ? { template: choice(own) } : {}),
      };
    }),
  };
}

function choice(form: Form): TemplateChoice {
  return {
    id: findText(form, 'LaunchTemplateId'),
    name: findText(form, 'LaunchTemplateName'),
    version: findText(form, 'Version') ?? '$Default',
  };
}
