/**
 * The groups at work. `reconcile` takes one group nearer to what it should be and may be called at any time: after
 * every request and event, and each second.
 * Invariant: an instance moves only along its trip (`firstState → :Wait → :Proceed → there`), every change is saved in
 * the turn it happens in, and what desired capacity counts is never more than one decision away from the documents.
 */
import { randomUUID } from 'node:crypto';
import { type Compute } from '../../instances/compute.ts';
import { DocumentTable } from '../../instances/document-table.ts';
import { type Host } from '../../service.ts';
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { Activities } from './activities.ts';
import { type Causes, causesAt, growCause, shrinkCause, warmCause } from './causes.ts';
import {
  chooseVictims,
  firstState,
  globalTimeoutSeconds,
  type Group,
  isActive,
  isEnding,
  isWarm,
  type LifecycleAction,
  type Member,
  phase,
  type Place,
  transitionOf,
  type Trip,
  warmTarget,
} from './group.ts';
import { Launcher } from './launcher.ts';

export class Fleet {
  readonly groups: DocumentTable<Group>;
  readonly members: DocumentTable<Member>;
  readonly activities: Activities;
  readonly #host: Host;
  readonly #compute: Compute;
  readonly #launcher: Launcher;
  readonly #poked = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;
  #isRunning = false;

  constructor(host: Host, compute: Compute, templates: LaunchTemplates) {
    this.#host = host;
    this.#compute = compute;
    this.#launcher = new Launcher({ host, compute, templates });
    this.groups = new DocumentTable(host.store, 'asg_groups');
    this.members = new DocumentTable(host.store, 'asg_members');
    this.activities = new Activities(host);
  }

  membersOf(group: string): Member[] {
    return this.members.all().filter((member) => member.group === group);
  }

  start(): void {
    this.#isRunning = true;
    this.#unlisten = this.#compute.listen((instance) => {
      const member = this.members.find(instance.id);
      if (member) this.poke(member.group);
    });
    this.#timer = setInterval(() => {
      for (const group of this.groups.all()) this.#reconcile(group.name);
    }, 1_000).unref();
    for (const group of this.groups.all()) this.poke(group.name);
  }

  stop(): void {
    this.#isRunning = false;
    clearInterval(this.#timer);
    this.#unlisten?.();
  }

  /** Wall clock of the host, ms. */
  now(): number {
    return this.#host.now();
  }

  /** Reasons for activities that begin now. */
  get causes(): Causes {
    return causesAt(this.now());
  }

  /** Reconcile soon; any number of pokes in a turn is one. */
  poke(group: string): void {
    if (this.#poked.has(group)) return;
    this.#poked.add(group);
    setImmediate(() => {
      this.#poked.delete(group);
      this.#reconcile(group);
    });
  }

  saveGroup(group: Group): Promise<void> {
    this.poke(group.name);
    return this.groups.put(group.name, group);
  }

  saveMember(member: Member): Promise<void> {
    this.poke(member.group);
    return this.members.put(member.id, member);
  }

  /** Send an instance away, with the terminate hooks of its group. @returns the activity's id. */
  retire(group: Group, member: Member, cause: string, destination: Place = 'EC2'): string {
    if (isEnding(member)) return member.trip?.activity ?? '';
    if (member.trip) this.#abortActivity(member.trip);
    const origin: Place = member.state.startsWith('Warmed:') ? 'WarmPool' : 'AutoScalingGroup';
    const verb = destination === 'EC2' ? 'Terminating EC2 instance' : 'Returning EC2 instance to the warm pool';
    return this.#depart(group, member, { origin, destination }, `${verb}: ${member.id}`, cause);
  }

  #reconcile(name: string): void {
    const group = this.groups.find(name);
    if (!group || !this.#isRunning) return;
    try {
      for (const member of this.membersOf(name)) this.#advance(group, member);
      if (group.isDeleting) this.#wind(group);
      else {
        this.#replaceUnhealthy(group);
        this.#meetDesired(group);
        this.#meetWarm(group);
      }
    } catch (error) {
      this.#host.log('autoscaling.reconcile-failed', { group: name, error: String(error) });
    }
  }

  /** One step of an instance's trip, or several when nothing holds it. */
  #advance(group: Group, member: Member): void {
    const instance = this.#compute.find(member.id);
    const isGone = !instance || instance.state === 'terminated' || instance.state === 'shutting-down';
    if (isGone && !isEnding(member)) {
      this.retire(group, { ...member, isHealthy: false }, this.causes.gone);
      return;
    }
    const { trip } = member;
    if (!trip) {
      const isStopped = instance?.state === 'stopped' && member.state === 'InService';
      if (isStopped && member.isHealthy) void this.saveMember({ ...member, isHealthy: false });
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
      void this.saveMember({ ...member, state: phase(member.state, 'Proceed') });
      return;
    }
    const now = this.#host.now();
    const actions = hooks.map((hook) => ({
      token: randomUUID(),
      hook: hook.name,
      deadline: now + hook.heartbeatSeconds * 1000,
      globalDeadline: now + globalTimeoutSeconds(hook) * 1000,
    }));
    const waiting = { ...member, state: phase(member.state, 'Wait'), trip: { ...trip, actions } };
    void this.saveMember(waiting);
    this.activities.update(trip.activity, { status: 'MidLifecycleAction', progress: 30 });
    for (const action of actions) this.activities.tellAction(group, waiting, waiting.trip, action);
  }

  #await(group: Group, member: Member, trip: Trip): void {
    const now = this.#host.now();
    const actions = trip.actions.map((action): LifecycleAction => {
      if (action.result || now < Math.min(action.deadline, action.globalDeadline)) return action;
      return { ...action, result: group.hooks[action.hook]?.defaultResult ?? 'ABANDON', isTimedOut: true };
    });
    const abandoned = actions.find((action) => action.result === 'ABANDON');
    if (!abandoned && actions.some((action) => !action.result)) {
      if (actions.some((action, index) => action !== trip.actions[index]))
        void this.saveMember({ ...member, trip: { ...trip, actions } });
      return;
    }
    if (abandoned && trip.destination !== 'EC2') this.#abandon(group, member, trip, abandoned);
    else void this.saveMember({ ...member, state: phase(member.state, 'Proceed'), trip: { ...trip, actions } });
  }

  #abandon(group: Group, member: Member, trip: Trip, action: LifecycleAction): void {
    const why = action.isTimedOut ? 'Heartbeat Timeout' : 'Lifecycle Action Completed with ABANDON Result';
    const message = `Instance failed to complete user's Lifecycle Action: Lifecycle Action with token ${action.token} was abandoned: ${why}`;
    const ended = this.activities.end(trip.activity, 'Cancelled', message);
    if (ended) this.activities.tell('EC2 Instance Launch Unsuccessful', group, ended, trip);
    const origin: Place = trip.destination === 'WarmPool' ? 'WarmPool' : 'AutoScalingGroup';
    const description = `Terminating EC2 instance: ${member.id}`;
    this.#depart(group, member, { origin, destination: 'EC2' }, description, this.causes.abandoned);
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
    if (state === 'InService') settled.servingSince = this.now();
    else delete settled.servingSince;
    if (state === undefined) void this.members.delete(member.id);
    else void this.members.put(member.id, { ...settled, state, isProtected });
    this.poke(group.name);
    const ended = this.activities.end(trip.activity, 'Successful');
    if (ended) this.activities.tell(`EC2 Instance ${kind} Successful`, group, ended, trip);
  }

  #replaceUnhealthy(group: Group): void {
    if (group.suspended['ReplaceUnhealthy'] !== undefined || group.suspended['Terminate'] !== undefined) return;
    for (const member of this.membersOf(group.name))
      if (!member.isHealthy && !isEnding(member) && (member.state === 'InService' || isWarm(member)))
        this.retire(group, member, this.causes.unhealthy);
  }

  #meetDesired(group: Group): void {
    const members = this.membersOf(group.name);
    const missing = group.desired - members.filter(isActive).length;
    if (missing > 0 && group.suspended['Launch'] === undefined) this.#grow(group, missing);
    if (missing < 0 && group.suspended['Terminate'] === undefined)
      for (const member of chooseVictims(members, -missing)) {
        const destination = group.warmPool?.isReusing && !group.warmPool.isDeleting ? 'WarmPool' : 'EC2';
        const cause = shrinkCause(this.now(), group.desired - missing, group.desired);
        this.retire(group, member, cause, destination);
      }
  }

  /** The warm pool first, new instances for the rest. */
  #grow(group: Group, missing: number): void {
    const cause = growCause(this.now(), group.desired);
    const trip = { origin: 'WarmPool', destination: 'AutoScalingGroup' } as const;
    const warm = this.membersOf(group.name).filter((member) => isWarm(member) && !member.trip && member.isHealthy);
    for (const member of warm.slice(0, missing))
      this.#depart(group, member, trip, `Launching a new EC2 instance from warm pool: ${member.id}`, cause);
    for (let left = missing - warm.length; left > 0; left -= 1)
      if (!this.#launch(group, 'AutoScalingGroup', cause)) return;
  }

  #meetWarm(group: Group): void {
    const warm = this.membersOf(group.name).filter(isWarm);
    const missing = warmTarget(group) - warm.length;
    const cause = warmCause(this.now(), warmTarget(group));
    for (let left = missing; left > 0 && group.suspended['Launch'] === undefined; left -= 1)
      if (!this.#launch(group, 'WarmPool', cause)) break;
    const settled = warm.filter((member) => !member.trip || group.warmPool?.isDeleting);
    for (const member of missing < 0 ? settled.slice(0, -missing) : []) this.retire(group, member, cause);
    if (!group.warmPool?.isDeleting || this.membersOf(group.name).some((member) => member.state.startsWith('Warmed:')))
      return;
    const rest = { ...group };
    delete rest.warmPool;
    void this.saveGroup(rest);
  }

  #launch(group: Group, destination: Place, cause: string): boolean {
    const result = this.#launcher.launch(group, this.membersOf(group.name));
    const trip = { origin: 'EC2' as const, destination };
    if (result.kind === 'launched') {
      this.#depart(group, result.member, trip, `Launching a new EC2 instance: ${result.member.id}`, cause);
    } else if (result.kind === 'refused') {
      const failed = this.activities.begin({ group: group.name, description: 'Launching a new EC2 instance', cause });
      const ended = this.activities.end(failed.id, 'Failed', result.message);
      if (ended) this.activities.tell('EC2 Instance Launch Unsuccessful', group, ended, trip);
    }
    return result.kind === 'launched';
  }

  /** Put a member on a trip. @returns the activity's id. */
  #depart(
    group: Group,
    member: Member,
    trip: Pick<Trip, 'origin' | 'destination'>,
    description: string,
    cause: string,
  ): string {
    const instance = this.#compute.find(member.id);
    const place = { zone: member.zone, ...(instance ? { subnet: instance.subnetId } : {}) };
    const activity = this.activities.begin({ group: group.name, instance: member.id, description, cause, ...place });
    void this.saveMember({ ...member, state: firstState(trip), trip: { ...trip, activity: activity.id, actions: [] } });
    if (instance) {
      const targets = { EC2: 'Terminated', AutoScalingGroup: 'InService', WarmPool: 'Warmed:Stopped' };
      instance.targetLifecycleState = targets[trip.destination];
      void this.#compute.save(instance);
    }
    return activity.id;
  }

  #abortActivity(trip: Trip): void {
    this.activities.end(trip.activity, 'Cancelled', 'The instance was terminated before the activity ended.');
  }

  /** A group on its way out: everything ends, then the group. */
  #wind(group: Group): void {
    const members = this.membersOf(group.name);
    for (const member of members) this.retire(group, member, this.causes.deleted);
    if (members.length > 0) return;
    this.activities.forget(group.name);
    this.#launcher.forget(group.name);
    void this.groups.delete(group.name);
  }
}
