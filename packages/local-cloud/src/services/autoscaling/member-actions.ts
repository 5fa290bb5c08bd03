/** Actions on single instances of a group, and on the warm pool. */
import { AwsError } from '../../service.ts';
import { findFlag, findForm, findNumber, findText, type Form, getText, listTexts } from '../query/form.ts';
import { type Actions } from '../query/query-service.ts';
import { type XmlValue } from '../query/xml.ts';
import { describeActivity } from './activities.ts';
import { describeMember, describeWarmPool } from './describe.ts';
import { noInstance, validationError } from './errors.ts';
import { type Fleet } from './fleet.ts';
import { getGroup, paged } from './group-actions.ts';
import { isEnding, type Member, type WarmPool } from './group.ts';

export function memberActions(fleet: Fleet): Actions {
  return {
    ...warmPoolActions(fleet),
    DescribeAutoScalingInstances: ({ form }) => {
      const ids = listTexts(form, 'InstanceIds');
      const found = fleet.roster.members.all().filter((member) => ids.length === 0 || ids.includes(member.id));
      const { page, next } = paged(found, form, 50);
      return {
        AutoScalingInstances: page.map((member) => ({
          ...describeMember(member),
          AutoScalingGroupName: member.group,
          HealthStatus: member.isHealthy ? 'HEALTHY' : 'UNHEALTHY',
        })),
        NextToken: next,
      };
    },
    TerminateInstanceInAutoScalingGroup: ({ form }) => terminateInstance(fleet, form),
    SetInstanceProtection: async ({ form }) => {
      const group = getGroup(fleet, form);
      const isProtected = findFlag(form, 'ProtectedFromScaleIn') ?? false;
      const members = listTexts(form, 'InstanceIds').map((id) => getMember(fleet, id, group.name));
      const idle = members.find((member) => member.state !== 'InService' && member.state !== 'Standby');
      if (idle) throw validationError(`The instance ${idle.id} is not in InService or Standby.`);
      await Promise.all(members.map((member) => fleet.roster.saveMember({ ...member, isProtected })));
      return {};
    },
    SetInstanceHealth: async ({ form }) => {
      const member = getMember(fleet, getText(form, 'InstanceId'));
      const isHealthy = getText(form, 'HealthStatus').toLowerCase() === 'healthy';
      const isSpared = (findFlag(form, 'ShouldRespectGracePeriod') ?? true) && isInGrace(fleet, member);
      if (isHealthy || !isSpared) await fleet.roster.saveMember({ ...member, isHealthy });
      return {};
    },
    EnterStandby: ({ form }) => standBy(fleet, form, true),
    ExitStandby: ({ form }) => standBy(fleet, form, false),
  };
}

function warmPoolActions(fleet: Fleet): Actions {
  return {
    PutWarmPool: async ({ form }) => {
      const group = getGroup(fleet, form);
      if (group.mixed && group.onDemandPercent < 100)
        throw validationError(
          "You can't add a warm pool to an Auto Scaling group that has a mixed instances policy or a launch template that requests Spot Instances.",
        );
      await fleet.roster.saveGroup({ ...group, warmPool: readWarmPool(form, group.warmPool) });
      return {};
    },
    DescribeWarmPool: ({ form }) => {
      const group = getGroup(fleet, form);
      const warm = fleet.roster.membersOf(group.name).filter((member) => member.state.startsWith('Warmed:'));
      const { page, next } = paged(warm, form, 50);
      return {
        WarmPoolConfiguration: group.warmPool && describeWarmPool(group.warmPool),
        Instances: page.map(describeMember),
        NextToken: next,
      };
    },
    DeleteWarmPool: async ({ form }) => {
      const group = getGroup(fleet, form);
      if (!group.warmPool) throw validationError(`No warm pool found for group ${group.name}`);
      await fleet.roster.saveGroup({ ...group, warmPool: { ...group.warmPool, isDeleting: true } });
      return {};
    },
  };
}

async function terminateInstance(fleet: Fleet, form: Form): Promise<XmlValue> {
  const member = getMember(fleet, getText(form, 'InstanceId'));
  const group = fleet.roster.groups.find(member.group);
  if (!group) throw noInstance(member.id);
  if (member.state.startsWith('Warmed:'))
    throw validationError(
      `Instance ${member.id} is in a warm pool. This operation is not supported on instances in a warm pool.`,
    );
  const decrements = findFlag(form, 'ShouldDecrementDesiredCapacity') ?? false;
  const isFirst = !isEnding(member);
  if (isFirst && decrements && group.desired - 1 < group.min)
    throw validationError(
      "Currently, desiredSize equals minSize. Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
    );
  const id = fleet.trips.retire(group, member, fleet.roster.causes.asked);
  await fleet.roster.saveGroup(isFirst && decrements ? { ...group, desired: group.desired - 1 } : group);
  const activity = fleet.roster.activities.find(id);
  return activity ? { Activity: describeActivity(activity, group) } : {};
}

async function standBy(fleet: Fleet, form: Form, isEntering: boolean): Promise<XmlValue> {
  const group = getGroup(fleet, form);
  const members = listTexts(form, 'InstanceIds').map((id) => getMember(fleet, id, group.name));
  const wrong = members.find((member) => member.state !== (isEntering ? 'InService' : 'Standby'));
  if (wrong) throw validationError(`The instance ${wrong.id} is not in ${isEntering ? 'InService' : 'Standby'}.`);
  for (const member of members)
    await fleet.roster.members.put(member.id, { ...member, state: isEntering ? 'Standby' : 'InService' });
  const moves = !isEntering || (findFlag(form, 'ShouldDecrementDesiredCapacity') ?? false);
  const desired = group.desired + (moves ? (isEntering ? -1 : 1) * members.length : 0);
  if (desired < group.min || desired > group.max)
    throw new AwsError(
      'ValidationError',
      `AutoScalingGroup ${group.name} has min-size=${group.min}, max-size=${group.max}, and desired-size=${group.desired}.`,
    );
  await fleet.roster.saveGroup({ ...group, desired });
  return { Activities: [] };
}

function getMember(fleet: Fleet, id: string, group?: string): Member {
  const member = fleet.roster.members.find(id);
  if (!member || (group !== undefined && member.group !== group)) throw noInstance(id);
  return member;
}

/** Health is not judged until the grace period after coming into service is over. */
function isInGrace(fleet: Fleet, { group, servingSince }: Member): boolean {
  const seconds = fleet.roster.groups.find(group)?.graceSeconds ?? 0;
  return servingSince !== undefined && fleet.roster.now() < servingSince + seconds * 1000;
}

function readWarmPool(form: Form, known: WarmPool | undefined): WarmPool {
  const reuse = findForm(form, 'InstanceReusePolicy');
  const maxPrepared = findNumber(form, 'MaxGroupPreparedCapacity') ?? known?.maxPrepared;
  return {
    minSize: findNumber(form, 'MinSize') ?? known?.minSize ?? 0,
    ...(maxPrepared === undefined || maxPrepared < 0 ? {} : { maxPrepared }),
    state: (findText(form, 'PoolState') ?? known?.state ?? 'Stopped') as WarmPool['state'],
    isReusing: reuse ? (findFlag(reuse, 'ReuseOnScaleIn') ?? false) : (known?.isReusing ?? false),
    isDeleting: false,
  };
}
