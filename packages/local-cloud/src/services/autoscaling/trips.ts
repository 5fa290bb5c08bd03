/**
 * Instances on their way into a group, out of it, to its warm pool and back.
 * Invariant: an instance moves only along its trip (`firstState → :Wait → :Proceed → there`).
 */
import { randomUUID } from 'node:crypto';
import { type Compute } from '../../instances/compute.ts';
import {
  firstState,
  globalTimeoutSeconds,
  type Group,
  isEnding,
  type LifecycleAction,
  type Member,
  phase,
  type Place,
  transitionOf,
  type Trip,
} from './group.ts';
import { type Roster } from './roster.ts';

export class Trips {
  readonly #roster: Roster;
  readonly #compute: Compute;

  constructor(roster: Roster, compute: Compute) {
    this.#roster = roster;
    this.#compute = compute;
  }

  /** Send an instance away, with the terminate hooks of its group. @returns the activity's id. */
  retire(group: Group, member: Member, cause: string, destination: Place = 'EC2'): string {
    if (isEnding(member)) return member.trip?.activity ?? '';
    if (member.trip) this.#abortActivity(member.trip);
    const origin: Place = member.state.startsWith('Warmed:') ? 'WarmPool' : 'AutoScalingGroup';
    const verb = destination === 'EC2' ? 'Terminating EC2 instance' : 'Returning EC2 instance to the warm pool';
    return this.depart(group, member, { origin, destination }, `${verb}: ${member.id}`, cause);
  }

  /** Put a member on a trip. @returns the activity's id. */
  depart(
    group: Group,
    member: Member,
    trip: Pick<Trip, 'origin' | 'destination'>,
    description: string,
    cause: string,
  ): string {
    const instance = this.#compute.find(member.id);
    const place = { zone: member.zone, ...(instance ? { subnet: instance.subnetId } : {}) };
    const activity = this.#roster.activities.begin({
      group: group.name,
      instance: member.id,
      description,
      cause,
      ...place,
    });
    void this.#roster.saveMember({
      ...member,
      state: firstState(trip),
      trip: { ...trip, activity: activity.id, actions: [] },
    });
    if (instance) {
      const targets = { EC2: 'Terminated', AutoScalingGroup: 'InService', WarmPool: 'Warmed:Stopped' };
      instance.targetLifecycleState = targets[trip.destination];
      void this.#compute.save(instance);
    }
    return activity.id;
  }

  /** One step of an instance's trip, or several when nothing holds it. */
  advance(group: Group, member: Member): void {
    const instance = this.#compute.find(member.id);
    const isGone = !instance || instance.state === 'terminated' || instance.state === 'shutting-down';
    if (isGone && !isEnding(member)) {
      this.retire(group, { ...member, isHealthy: false }, this.#roster.causes.gone);
      return;
    }
    const { trip } = member;
    if (!trip) {
      const isStopped = instance?.state === 'stopped' && member.state === 'InService';
      if (isStopped && member.isHealthy) void this.#roster.saveMember({ ...member, isHealthy: false });
      return;
    }
    if (member.state === firstState(trip)) this.#arrive(group, member, trip);
    else if (member.state.endsWith(':Wait')) this.#await(group, member, trip);
    else if (member.state.endsWith(':Proceed')) this.#proceed(group, member, trip);
  }

  #arrive(group: Group, member: Member, trip: Trip): void {
    const state = this.#compute.find(member.id)?.state;
    const isLaunch = transitionOf(trip) === 'autoscaling:EC2_INSTANCE_LAUNCHING';
    if (isLaunch && state === 'stopped') return this.#compute.start(member.id);
    if (isLaunch && state !== 'running') return;
    const hooks = Object.values(group.hooks).filter((hook) => hook.transition === transitionOf(trip));
    if (hooks.length === 0) {
      void this.#roster.saveMember({ ...member, state: phase(member.state, 'Proceed') });
      return;
    }
    const now = this.#roster.now();
    const actions = hooks.map((hook) => ({
      token: randomUUID(),
      hook: hook.name,
      deadline: now + hook.heartbeatSeconds * 1000,
      globalDeadline: now + globalTimeoutSeconds(hook) * 1000,
    }));
    const waiting = { ...member, state: phase(member.state, 'Wait'), trip: { ...trip, actions } };
    void this.#roster.saveMember(waiting);
    this.#roster.activities.update(trip.activity, { status: 'MidLifecycleAction', progress: 30 });
    for (const action of actions) this.#roster.activities.tellAction(group, waiting, waiting.trip, action);
  }

  #await(group: Group, member: Member, trip: Trip): void {
    const now = this.#roster.now();
    const actions = trip.actions.map((action): LifecycleAction => {
      if (action.result || now < Math.min(action.deadline, action.globalDeadline)) return action;
      return { ...action, result: group.hooks[action.hook]?.defaultResult ?? 'ABANDON', isTimedOut: true };
    });
    const abandoned = actions.find((action) => action.result === 'ABANDON');
    if (!abandoned && actions.some((action) => !action.result)) {
      if (actions.some((action, index) => action !== trip.actions[index]))
        void this.#roster.saveMember({ ...member, trip: { ...trip, actions } });
      return;
    }
    if (abandoned && trip.destination !== 'EC2') this.#abandon(group, member, trip, abandoned);
    else void this.#roster.saveMember({ ...member, state: phase(member.state, 'Proceed'), trip: { ...trip, actions } });
  }

  #abandon(group: Group, member: Member, trip: Trip, action: LifecycleAction): void {
    const why = action.isTimedOut ? 'Heartbeat Timeout' : 'Lifecycle Action Completed with ABANDON Result';
    const message = `Instance failed to complete user's Lifecycle Action: Lifecycle Action with token ${action.token} was abandoned: ${why}`;
    const ended = this.#roster.activities.end(trip.activity, 'Cancelled', message);
    if (ended) this.#roster.activities.tell('EC2 Instance Launch Unsuccessful', group, ended, trip);
    const origin: Place = trip.destination === 'WarmPool' ? 'WarmPool' : 'AutoScalingGroup';
    const description = `Terminating EC2 instance: ${member.id}`;
    this.depart(group, member, { origin, destination: 'EC2' }, description, this.#roster.causes.abandoned);
  }

  #proceed(group: Group, member: Member, trip: Trip): void {
    const state = this.#compute.find(member.id)?.state ?? 'terminated';
    if (trip.destination === 'EC2') {
      if (state === 'terminated') this.#settle(group, member, trip, undefined);
      else if (state !== 'shutting-down') this.#compute.inBackground(member.id, this.#compute.terminate(member.id));
    } else if (trip.destination === 'AutoScalingGroup') this.#settle(group, member, trip, 'InService');
    else if (group.warmPool?.state === 'Running') this.#settle(group, member, trip, 'Warmed:Running');
    else if (state === 'stopped')
      this.#settle(
        group,
        member,
        trip,
        group.warmPool?.state === 'Hibernated' ? 'Warmed:Hibernated' : 'Warmed:Stopped',
      );
    else if (state !== 'stopping') this.#compute.inBackground(member.id, this.#compute.stop(member.id));
  }

  /** The trip is over. */
  #settle(group: Group, member: Member, trip: Trip, state: Member['state'] | undefined): void {
    const kind = transitionOf(trip) === 'autoscaling:EC2_INSTANCE_LAUNCHING' ? 'Launch' : 'Terminate';
    const settled = { ...member };
    delete settled.trip;
    const isProtected = state === 'InService' && group.protectsNew;
    if (state === 'InService') settled.servingSince = this.#roster.now();
    else delete settled.servingSince;
    if (state === undefined) void this.#roster.members.delete(member.id);
    else void this.#roster.members.put(member.id, { ...settled, state, isProtected });
    this.#roster.poke(group.name);
    const ended = this.#roster.activities.end(trip.activity, 'Successful');
    if (ended) this.#roster.activities.tell(`EC2 Instance ${kind} Successful`, group, ended, trip);
  }

  #abortActivity(trip: Trip): void {
    this.#roster.activities.end(trip.activity, 'Cancelled', 'The instance was terminated before the activity ended.');
  }
}
