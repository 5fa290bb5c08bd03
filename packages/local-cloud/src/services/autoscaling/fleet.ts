/**
 * The groups at work. `reconcile` takes one group nearer to what it should be and may be called at any time: after
 * every request and event, and each second.
 * Invariant: what desired capacity counts is never more than one decision away from the documents.
 */
import { type Compute } from '../../instances/compute.ts';
import { type Host } from '../../service.ts';
import { type LaunchTemplates } from '../ec2/launch-templates.ts';
import { growCause, shrinkCause, warmCause } from './causes.ts';
import { chooseVictims, type Group, isActive, isEnding, isWarm, type Place, type Trip, warmTarget } from './group.ts';
import { Launcher, type Refusal } from './launcher.ts';
import { Roster } from './roster.ts';
import { Trips } from './trips.ts';

export class Fleet {
  readonly roster: Roster;
  readonly trips: Trips;
  readonly #host: Host;
  readonly #compute: Compute;
  readonly #launcher: Launcher;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;
  #isRunning = false;

  constructor(host: Host, compute: Compute, templates: LaunchTemplates) {
    this.#host = host;
    this.#compute = compute;
    this.#launcher = new Launcher({ host, compute, templates });
    this.roster = new Roster(host, (group) => this.#reconcile(group));
    this.trips = new Trips(this.roster, compute);
  }

  start(): void {
    this.#isRunning = true;
    this.#unlisten = this.#compute.listen((instance) => {
      const member = this.roster.members.find(instance.id);
      if (member) this.roster.poke(member.group);
    });
    this.#timer = setInterval(() => {
      for (const group of this.roster.groups.all()) this.#reconcile(group.name);
    }, 1_000).unref();
    for (const group of this.roster.groups.all()) this.roster.poke(group.name);
  }

  stop(): void {
    this.#isRunning = false;
    clearInterval(this.#timer);
    this.#unlisten?.();
  }

  #reconcile(name: string): void {
    const group = this.roster.groups.find(name);
    if (!group || !this.#isRunning) return;
    try {
      for (const member of this.roster.membersOf(name)) this.trips.advance(group, member);
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

  #replaceUnhealthy(group: Group): void {
    if (group.suspended['ReplaceUnhealthy'] !== undefined || group.suspended['Terminate'] !== undefined) return;
    for (const member of this.roster.membersOf(group.name))
      if (!member.isHealthy && !isEnding(member) && (member.state === 'InService' || isWarm(member)))
        this.trips.retire(group, member, this.roster.causes.unhealthy);
  }

  #meetDesired(group: Group): void {
    const members = this.roster.membersOf(group.name);
    const missing = group.desired - members.filter(isActive).length;
    if (missing > 0 && group.suspended['Launch'] === undefined) this.#grow(group, missing);
    if (missing < 0 && group.suspended['Terminate'] === undefined)
      for (const member of chooseVictims(members, -missing)) {
        const destination = group.warmPool?.isReusing && !group.warmPool.isDeleting ? 'WarmPool' : 'EC2';
        const cause = shrinkCause(this.roster.now(), group.desired - missing, group.desired);
        this.trips.retire(group, member, cause, destination);
      }
  }

  /** The warm pool first, new instances for the rest. */
  #grow(group: Group, missing: number): void {
    const cause = growCause(this.roster.now(), group.desired);
    const trip = { origin: 'WarmPool', destination: 'AutoScalingGroup' } as const;
    const warm = this.roster
      .membersOf(group.name)
      .filter((member) => isWarm(member) && !member.trip && member.isHealthy);
    for (const member of warm.slice(0, missing))
      this.trips.depart(group, member, trip, `Launching a new EC2 instance from warm pool: ${member.id}`, cause);
    for (let left = missing - warm.length; left > 0; left -= 1)
      if (!this.#launch(group, 'AutoScalingGroup', cause)) return;
  }

  #meetWarm(group: Group): void {
    const warm = this.roster.membersOf(group.name).filter(isWarm);
    const missing = warmTarget(group) - warm.length;
    const cause = warmCause(this.roster.now(), warmTarget(group));
    for (let left = missing; left > 0 && group.suspended['Launch'] === undefined; left -= 1)
      if (!this.#launch(group, 'WarmPool', cause)) break;
    const settled = warm.filter((member) => !member.trip || group.warmPool?.isDeleting);
    for (const member of missing < 0 ? settled.slice(0, -missing) : []) this.trips.retire(group, member, cause);
    if (
      !group.warmPool?.isDeleting ||
      this.roster.membersOf(group.name).some((member) => member.state.startsWith('Warmed:'))
    )
      return;
    const rest = { ...group };
    delete rest.warmPool;
    void this.roster.saveGroup(rest);
  }

  #launch(group: Group, destination: Place, cause: string): boolean {
    const result = this.#launcher.launch(group, this.roster.membersOf(group.name));
    const trip = { origin: 'EC2' as const, destination };
    if (result.kind === 'launched') {
      this.trips.depart(group, result.member, trip, `Launching a new EC2 instance: ${result.member.id}`, cause);
    } else if (result.kind === 'refused') {
      for (const refusal of result.refusals) this.#tellRefusal(group, refusal, cause, trip);
    }
    return result.kind === 'launched';
  }

  /** Each zone that was tried is an activity of its own. */
  #tellRefusal(
    group: Group,
    { zone, message }: Refusal,
    cause: string,
    trip: Pick<Trip, 'origin' | 'destination'>,
  ): void {
    const description = 'Launching a new EC2 instance';
    const failed = this.roster.activities.begin({ group: group.name, description, cause, zone });
    const ended = this.roster.activities.end(failed.id, 'Failed', message);
    if (ended) this.roster.activities.tell('EC2 Instance Launch Unsuccessful', group, ended, trip);
  }

  /** A group on its way out: everything ends, then the group. */
  #wind(group: Group): void {
    const members = this.roster.membersOf(group.name);
    for (const member of members) this.trips.retire(group, member, this.roster.causes.deleted);
    if (members.length > 0) return;
    this.roster.activities.forget(group.name);
    this.#launcher.forget(group.name);
    void this.roster.groups.delete(group.name);
  }
}
