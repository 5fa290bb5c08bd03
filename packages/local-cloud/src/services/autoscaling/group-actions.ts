/** Actions on groups as a whole: create, update, describe, delete, size, tags, processes, metrics, activities. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Host } from '../../service.ts';
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { findFlag, findNumber, findText, type Form, getText, listForms, listTexts } from '../query/form.ts';
import { type Actions } from '../query/query-service.ts';
import { type XmlValue } from '../query/xml.ts';
import { describeActivity } from './activities.ts';
import { describeGroup, describeTag } from './describe.ts';
import { noGroup, validationError } from './errors.ts';
import { type Fleet } from './fleet.ts';
import { type Group } from './group.ts';
import { readChange, readNewGroup, readTags } from './read-group.ts';

/** Every process that can be suspended (ScalingProcessQuery). */
const PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
];

export function getGroup(fleet: Fleet, form: Form): Group {
  const name = getText(form, 'AutoScalingGroupName');
  const group = fleet.roster.groups.find(name);
  if (!group) throw noGroup(name);
  return group;
}

export function groupActions(host: Host, fleet: Fleet, templates: LaunchTemplates): Actions {
  return {
    ...settingActions(host, fleet),
    ...tagActions(fleet),
    ...accountActions(fleet),
    CreateAutoScalingGroup: async ({ form }) => {
      const name = getText(form, 'AutoScalingGroupName');
      if (fleet.roster.groups.find(name))
        throw new AwsError(
          'AlreadyExists',
          `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
        );
      const arn = `arn:aws:autoscaling:${host.region}:${host.accountId}:autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`;
      const group = readNewGroup(form, host, arn);
      templates.getVersion(templates.get(group.template), group.template.version);
      await fleet.roster.saveGroup(group);
      return {};
    },
    UpdateAutoScalingGroup: async ({ form }) => {
      await fleet.roster.saveGroup(readChange(form, getGroup(fleet, form), host));
      return {};
    },
    DescribeAutoScalingGroups: ({ form }) => describeGroups(fleet, templates, form),
    DeleteAutoScalingGroup: ({ form }) => deleteGroup(fleet, form),
    SetDesiredCapacity: async ({ form }) => {
      const group = getGroup(fleet, form);
      const desired = findNumber(form, 'DesiredCapacity') ?? 0;
      if (desired > group.max)
        throw validationError(
          `New SetDesiredCapacity value ${desired} is above max value ${group.max} for the AutoScalingGroup.`,
        );
      if (desired < group.min)
        throw validationError(
          `New SetDesiredCapacity value ${desired} is below min value ${group.min} for the AutoScalingGroup.`,
        );
      await fleet.roster.saveGroup({ ...group, desired });
      return {};
    },
  };
}

/** Processes and metrics, on and off. */
function settingActions(host: Host, fleet: Fleet): Actions {
  return {
    SuspendProcesses: async ({ form }) => {
      const group = getGroup(fleet, form);
      const names = chosenProcesses(form).map((name) => [
        name,
        `User suspended at ${new Date(host.now()).toISOString()}`,
      ]);
      await fleet.roster.saveGroup({ ...group, suspended: { ...group.suspended, ...Object.fromEntries(names) } });
      return {};
    },
    ResumeProcesses: async ({ form }) => {
      const group = getGroup(fleet, form);
      const resumed = chosenProcesses(form);
      const left = Object.entries(group.suspended).filter(([name]) => !resumed.includes(name));
      await fleet.roster.saveGroup({ ...group, suspended: Object.fromEntries(left) });
      return {};
    },
    EnableMetricsCollection: ({ form }) => setMetrics(fleet, form, true),
    DisableMetricsCollection: ({ form }) => setMetrics(fleet, form, false),
  };
}

function tagActions(fleet: Fleet): Actions {
  return {
    CreateOrUpdateTags: async ({ form }) => {
      for (const name of new Set(listForms(form, 'Tags').map((tag) => getText(tag, 'ResourceId')))) {
        const group = fleet.roster.groups.find(name);
        if (!group) throw noGroup(name);
        const tags = readTags(form, name);
        const kept = group.tags.filter((old) => !tags.some((tag) => tag.key === old.key));
        await fleet.roster.saveGroup({ ...group, tags: [...kept, ...tags] });
      }
      return {};
    },
    DeleteTags: async ({ form }) => {
      for (const tag of listForms(form, 'Tags')) {
        const group = fleet.roster.groups.find(getText(tag, 'ResourceId'));
        if (group)
          await fleet.roster.saveGroup({
            ...group,
            tags: group.tags.filter((old) => old.key !== findText(tag, 'Key')),
          });
      }
      return {};
    },
    DescribeTags: ({ form }) => ({ Tags: describeTags(fleet, form) }),
  };
}

function accountActions(fleet: Fleet): Actions {
  return {
    DescribeScalingActivities: ({ form }) => describeActivities(fleet, form),
    DescribeAccountLimits: () => ({
      MaxNumberOfAutoScalingGroups: 500,
      NumberOfAutoScalingGroups: fleet.roster.groups.all().length,
    }),
    DescribeTerminationPolicyTypes: () => ({ TerminationPolicyTypes: ['Default', 'OldestInstance', 'NewestInstance'] }),
    // Asked by infrastructure tools after a change; nothing here has any.
    DescribeLoadBalancers: () => ({ LoadBalancers: [] }),
    DescribeLoadBalancerTargetGroups: () => ({ LoadBalancerTargetGroups: [] }),
    DescribeTrafficSources: () => ({ TrafficSources: [] }),
    DescribePolicies: () => ({ ScalingPolicies: [] }),
    DescribeInstanceRefreshes: () => ({ InstanceRefreshes: [] }),
  };
}

/** At most 100 of a page, as AWS allows; the token is the next group's name. */
function describeGroups(fleet: Fleet, templates: LaunchTemplates, form: Form): XmlValue {
  const names = listTexts(form, 'AutoScalingGroupNames');
  const filters = listForms(form, 'Filters');
  const passes = (group: Group): boolean =>
    filters.every((filter) => {
      const name = findText(filter, 'Name') ?? '';
      const values = listTexts(filter, 'Values');
      if (name === 'tag-key') return group.tags.some((tag) => values.includes(tag.key));
      if (name === 'tag-value') return group.tags.some((tag) => values.includes(tag.value));
      return group.tags.some((tag) => name === `tag:${tag.key}` && values.includes(tag.value));
    });
  const chosen = fleet.roster.groups
    .all()
    .filter((group) => (names.length === 0 || names.includes(group.name)) && passes(group))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page, next } = paged(chosen, form, 50);
  return {
    AutoScalingGroups: page.map((group) => describeGroup(group, fleet.roster.membersOf(group.name), templates)),
    NextToken: next,
  };
}

async function deleteGroup(fleet: Fleet, form: Form): Promise<XmlValue> {
  const group = getGroup(fleet, form);
  const isForced = findFlag(form, 'ForceDelete') ?? false;
  if (!isForced && fleet.roster.membersOf(group.name).length > 0)
    throw new AwsError(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  await fleet.roster.saveGroup({ ...group, isDeleting: true, min: 0, desired: 0, hooks: isForced ? {} : group.hooks });
  return {};
}

function describeActivities(fleet: Fleet, form: Form): XmlValue {
  const ids = listTexts(form, 'ActivityIds');
  const found = fleet.roster.activities
    .list(findText(form, 'AutoScalingGroupName'))
    .filter((each) => ids.length === 0 || ids.includes(each.id));
  const { page, next } = paged(found, form, 100);
  return {
    Activities: page.map((each) => describeActivity(each, fleet.roster.groups.find(each.group))),
    NextToken: next,
  };
}

function describeTags(fleet: Fleet, form: Form): XmlValue[] {
  const filters = listForms(form, 'Filters');
  return fleet.roster.groups.all().flatMap((group) =>
    group.tags
      .filter((tag) =>
        filters.every((filter) => {
          const values = listTexts(filter, 'Values');
          const name = findText(filter, 'Name');
          if (name === 'auto-scaling-group') return values.includes(group.name);
          if (name === 'key') return values.includes(tag.key);
          return name !== 'value' || values.includes(tag.value);
        }),
      )
      .map((tag) => describeTag(group, tag)),
  );
}

async function setMetrics(fleet: Fleet, form: Form, isOn: boolean): Promise<XmlValue> {
  const group = getGroup(fleet, form);
  const named = listTexts(form, 'Metrics');
  const rest = group.metrics.filter((metric) => named.length > 0 && !named.includes(metric));
  await fleet.roster.saveGroup({ ...group, metrics: isOn ? [...rest, ...named] : rest });
  return {};
}

function chosenProcesses(form: Form): readonly string[] {
  const named = listTexts(form, 'ScalingProcesses');
  return named.length === 0 ? PROCESSES : named;
}

export function paged<T>(items: readonly T[], form: Form, size: number): { page: T[]; next: string | undefined } {
  const from = Number(findText(form, 'NextToken') ?? 0);
  const to = from + (findNumber(form, 'MaxRecords') ?? size);
  return { page: items.slice(from, to), next: to < items.length ? String(to) : undefined };
}
