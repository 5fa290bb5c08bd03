/** Lifecycle hooks and the actions that instances wait for. */
import { type Host } from '../../service.ts';
import { findText, type Form, getText, listTexts } from '../query/form.ts';
import { type Actions } from '../query/query-service.ts';
import { describeHook } from './describe.ts';
import { validationError } from './errors.ts';
import { type Fleet } from './fleet.ts';
import { getGroup } from './group-actions.ts';
import { type LifecycleAction, type Member, type Trip } from './group.ts';
import { readHook, readResult } from './read-group.ts';

export function hookActions(host: Host, fleet: Fleet): Actions {
  return {
    PutLifecycleHook: async ({ form }) => {
      const group = getGroup(fleet, form);
      const hook = readHook(form, group.hooks[getText(form, 'LifecycleHookName')]);
      await fleet.roster.saveGroup({ ...group, hooks: { ...group.hooks, [hook.name]: hook } });
      return {};
    },
    DescribeLifecycleHooks: ({ form }) => {
      const group = getGroup(fleet, form);
      const names = listTexts(form, 'LifecycleHookNames');
      const hooks = Object.values(group.hooks).filter((hook) => names.length === 0 || names.includes(hook.name));
      return { LifecycleHooks: hooks.map((hook) => describeHook(group, hook)) };
    },
    DescribeLifecycleHookTypes: () => ({
      LifecycleHookTypes: ['autoscaling:EC2_INSTANCE_LAUNCHING', 'autoscaling:EC2_INSTANCE_TERMINATING'],
    }),
    /** Instances that wait for a deleted hook go on as if it had said CONTINUE or, at launch, ABANDON. */
    DeleteLifecycleHook: async ({ form }) => {
      const group = getGroup(fleet, form);
      const name = getText(form, 'LifecycleHookName');
      const { [name]: gone, ...hooks } = group.hooks;
      if (!gone) throw validationError(`No Lifecycle Hook found with name ${name} for group ${group.name}`);
      const result = gone.transition === 'autoscaling:EC2_INSTANCE_LAUNCHING' ? 'ABANDON' : 'CONTINUE';
      for (const member of fleet.roster.membersOf(group.name))
        if (member.trip?.actions.some((action) => action.hook === name && !action.result))
          await fleet.roster.saveMember(changeAction(member, member.trip, name, { result }));
      await fleet.roster.saveGroup({ ...group, hooks });
      return {};
    },
    CompleteLifecycleAction: async ({ form }) => {
      const result = readResult(getText(form, 'LifecycleActionResult'));
      const { member, trip, action } = getWaiting(fleet, form);
      await fleet.roster.saveMember(changeAction(member, trip, action.hook, { result }));
      return {};
    },
    RecordLifecycleActionHeartbeat: async ({ form }) => {
      const group = getGroup(fleet, form);
      const { member, trip, action } = getWaiting(fleet, form);
      const seconds = group.hooks[action.hook]?.heartbeatSeconds ?? 0;
      await fleet.roster.saveMember(changeAction(member, trip, action.hook, { deadline: host.now() + seconds * 1000 }));
      return {};
    },
  };
}

/** The action that a request names by its token or its instance. @throws ValidationError when nothing waits for it. */
function getWaiting(fleet: Fleet, form: Form): { member: Member; trip: Trip; action: LifecycleAction } {
  const group = getGroup(fleet, form);
  const hook = getText(form, 'LifecycleHookName');
  const token = findText(form, 'LifecycleActionToken');
  const id = findText(form, 'InstanceId');
  for (const member of fleet.roster.membersOf(group.name)) {
    const { trip } = member;
    if (!trip || !member.state.endsWith(':Wait') || (id !== undefined && member.id !== id)) continue;
    const action = trip.actions.find(
      (each) => each.hook === hook && !each.result && (token === undefined || each.token === token),
    );
    if (action && (token ?? id) !== undefined) return { member, trip, action };
  }
  const what = token === undefined ? `instance ID ${id ?? ''}` : `token ${token}`;
  throw validationError(`No active Lifecycle Action found with ${what}`);
}

function changeAction(member: Member, trip: Trip, hook: string, change: Partial<LifecycleAction>): Member {
  const actions = trip.actions.map((action) => (action.hook === hook ? { ...action, ...change } : action));
  return { ...member, trip: { ...trip, actions } };
}
