/** Scaling activities and the events that tell of their end. Event shapes: Amazon EC2 Auto Scaling event reference. */
import { randomUUID } from 'node:crypto';
import { DocumentTable } from '../../instances/document-table.ts';
import { type Host } from '../../service.ts';
import { toInstant, type XmlValue } from '../query/xml.ts';
import { type Group, type LifecycleAction, type Member, transitionOf, type Trip } from './group.ts';

export interface Activity {
  id: string;
  group: string;
  instance?: string;
  description: string;
  cause: string;
  startedAt: number;
  endedAt?: number;
  status: 'InProgress' | 'PreInService' | 'MidLifecycleAction' | 'Successful' | 'Failed' | 'Cancelled';
  message?: string;
  progress: number;
  zone?: string;
  subnet?: string;
}

/** AWS keeps six weeks; a laptop keeps the newest of each group. */
const KEEP_PER_GROUP = 200;

export class Activities {
  readonly #host: Host;
  readonly #table: DocumentTable<Activity>;

  constructor(host: Host) {
    this.#host = host;
    this.#table = new DocumentTable(host.store, 'asg_activities');
  }

  /** Newest first. */
  list(group?: string): Activity[] {
    const found = this.#table.all().filter((each) => group === undefined || each.group === group);
    return found.reverse().sort((a, b) => b.startedAt - a.startedAt);
  }

  find(id: string): Activity | undefined {
    return this.#table.find(id);
  }

  begin(activity: Omit<Activity, 'id' | 'startedAt' | 'progress' | 'status'>): Activity {
    const made: Activity = {
      ...activity,
      id: randomUUID(),
      startedAt: this.#host.now(),
      status: 'InProgress',
      progress: 0,
    };
    void this.#table.put(made.id, made);
    for (const old of this.list(made.group).slice(KEEP_PER_GROUP)) void this.#table.delete(old.id);
    return made;
  }

  update(id: string, change: Partial<Activity>): Activity | undefined {
    const known = this.#table.find(id);
    if (!known) return undefined;
    const next = { ...known, ...change };
    void this.#table.put(id, next);
    return next;
  }

  end(id: string, status: 'Successful' | 'Failed' | 'Cancelled', message?: string): Activity | undefined {
    const end = { status, progress: 100, endedAt: this.#host.now(), ...(message === undefined ? {} : { message }) };
    return this.update(id, end);
  }

  forget(group: string): void {
    for (const each of this.list(group)) void this.#table.delete(each.id);
  }

  /** `EC2 Instance Launch Successful` and its kin. */
  tell(detailType: string, group: Group, activity: Activity, trip: Pick<Trip, 'origin' | 'destination'>): void {
    const { region, accountId } = this.#host;
    const instance = activity.instance;
    this.#host.emit({
      source: 'aws.autoscaling',
      'detail-type': detailType,
      resources: [
        group.arn,
        ...(instance === undefined ? [] : [`arn:aws:ec2:${region}:${accountId}:instance/${instance}`]),
      ],
      detail: {
        Origin: trip.origin,
        Destination: trip.destination,
        StatusCode: activity.status === 'Successful' ? 'InProgress' : activity.status,
        Description: activity.description,
        AutoScalingGroupName: group.name,
        ActivityId: activity.id,
        RequestId: activity.id,
        Details: detailsOf(activity),
        StatusMessage: activity.message ?? '',
        StartTime: toInstant(activity.startedAt),
        EndTime: toInstant(activity.endedAt ?? this.#host.now()),
        EC2InstanceId: instance ?? '',
        Cause: activity.cause,
      },
    });
  }

  /** `EC2 Instance-launch Lifecycle Action` or `EC2 Instance-terminate Lifecycle Action`. */
  tellAction(group: Group, member: Member, trip: Trip, action: LifecycleAction): void {
    const transition = transitionOf(trip);
    const kind = transition === 'autoscaling:EC2_INSTANCE_LAUNCHING' ? 'launch' : 'terminate';
    const metadata = group.hooks[action.hook]?.metadata;
    this.#host.emit({
      source: 'aws.autoscaling',
      'detail-type': `EC2 Instance-${kind} Lifecycle Action`,
      resources: [group.arn],
      detail: {
        LifecycleActionToken: action.token,
        AutoScalingGroupName: group.name,
        LifecycleHookName: action.hook,
        EC2InstanceId: member.id,
        LifecycleTransition: transition,
        ...(metadata === undefined ? {} : { NotificationMetadata: metadata }),
        Origin: trip.origin,
        Destination: trip.destination,
      },
    });
  }
}

export function describeActivity(activity: Activity, group: Group | undefined): XmlValue {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.group,
    AutoScalingGroupARN: group?.arn,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: toInstant(activity.startedAt),
    EndTime: activity.endedAt === undefined ? undefined : toInstant(activity.endedAt),
    StatusCode: activity.status,
    StatusMessage: activity.message,
    Progress: activity.progress,
    Details: JSON.stringify(detailsOf(activity)),
  };
}

function detailsOf(activity: Activity): Record<string, string> {
  return {
    ...(activity.subnet === undefined ? {} : { 'Subnet ID': activity.subnet }),
    ...(activity.zone === undefined ? {} : { 'Availability Zone': activity.zone }),
  };
}
