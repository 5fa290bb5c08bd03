/** The documents of Auto Scaling, and what follows from them alone. Pure. */
import { type TemplateChoice } from '../ec2/launch-templates.ts';
import { type Form } from '../query/form.ts';

export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Terminated'
  | 'Standby'
  | 'EnteringStandby'
  | 'Warmed:Pending'
  | 'Warmed:Pending:Wait'
  | 'Warmed:Pending:Proceed'
  | 'Warmed:Stopped'
  | 'Warmed:Running'
  | 'Warmed:Hibernated'
  | 'Warmed:Terminating'
  | 'Warmed:Terminating:Wait'
  | 'Warmed:Terminating:Proceed'
  | 'Warmed:Terminated';

export type Place = 'EC2' | 'AutoScalingGroup' | 'WarmPool';
export type Transition = 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';
export type HookResult = 'CONTINUE' | 'ABANDON';

export interface Hook {
  name: string;
  transition: Transition;
  heartbeatSeconds: number;
  defaultResult: HookResult;
  metadata?: string;
  roleArn?: string;
  targetArn?: string;
}

export interface GroupTag {
  key: string;
  value: string;
  propagates: boolean;
}

/** One instance type that the group may launch, in order of preference. */
export interface Override {
  type: string;
  weight?: string;
  template?: TemplateChoice;
}

export interface WarmPool {
  minSize: number;
  /** Warm and in service together; absent is the group's maximum. */
  maxPrepared?: number;
  state: 'Stopped' | 'Running' | 'Hibernated';
  isReusing: boolean;
  isDeleting: boolean;
}

export interface Group {
  name: string;
  arn: string;
  createdAt: number;
  min: number;
  max: number;
  desired: number;
  template: TemplateChoice;
  overrides: Override[];
  /** How many on-demand instances come before spot, and what share after; from InstancesDistribution. */
  onDemandBase: number;
  onDemandPercent: number;
  /** Kept only to be told again. */
  mixed?: Form;
  zones: string[];
  subnets: string[];
  protectsNew: boolean;
  tags: GroupTag[];
  suspended: Record<string, string>;
  healthCheckType: string;
  graceSeconds: number;
  cooldownSeconds: number;
  policies: string[];
  metrics: string[];
  hooks: Record<string, Hook>;
  warmPool?: WarmPool;
  isDeleting: boolean;
}

/** One hook that an instance waits for. */
export interface LifecycleAction {
  token: string;
  hook: string;
  /** Wall clock in ms; a heartbeat moves the first, never the second. */
  deadline: number;
  globalDeadline: number;
  result?: HookResult;
  isTimedOut?: boolean;
}

/** A journey between EC2, the group and the warm pool. */
export interface Trip {
  origin: Place;
  destination: Place;
  activity: string;
  actions: LifecycleAction[];
}

/** An instance of a group. */
export interface Member {
  id: string;
  group: string;
  type: string;
  zone: string;
  isSpot: boolean;
  launchedAt: number;
  /** Since when it is in service, wall clock ms. */
  servingSince?: number;
  state: LifecycleState;
  isHealthy: boolean;
  isProtected: boolean;
  launchTemplate: { id: string; name: string; version: string };
  weight?: string;
  trip?: Trip;
}

/** Heartbeats prolong a wait to at most 48 hours or 100 heartbeat time-outs (PutLifecycleHook). */
export function globalTimeoutSeconds(hook: Hook): number {
  return Math.min(48 * 3600, 100 * hook.heartbeatSeconds);
}

/** Where a trip begins: the state before `:Wait` and `:Proceed`. */
export function firstState(trip: Pick<Trip, 'origin' | 'destination'>): LifecycleState {
  if (trip.destination === 'AutoScalingGroup') return 'Pending';
  if (trip.destination === 'WarmPool') return 'Warmed:Pending';
  return trip.origin === 'WarmPool' ? 'Warmed:Terminating' : 'Terminating';
}

export function phase(state: LifecycleState, name: 'Wait' | 'Proceed'): LifecycleState {
  return `${state.replace(/:(Wait|Proceed)$/, '')}:${name}` as LifecycleState;
}

/** Leaving the group is a terminate action, even when the way leads into the warm pool. */
export function transitionOf(trip: Pick<Trip, 'origin' | 'destination'>): Transition {
  return trip.destination === 'EC2' || trip.origin === 'AutoScalingGroup'
    ? 'autoscaling:EC2_INSTANCE_TERMINATING'
    : 'autoscaling:EC2_INSTANCE_LAUNCHING';
}

export function isEnding(member: Member): boolean {
  return member.trip?.destination === 'EC2';
}

export function isWarm(member: Member): boolean {
  return !isEnding(member) && member.state.startsWith('Warmed:');
}

/** In service or on its way there: what desired capacity counts. */
export function isActive(member: Member): boolean {
  return !isEnding(member) && !isWarm(member) && member.state !== 'Standby';
}

/** How many instances the warm pool should hold now. */
export function warmTarget(group: Group): number {
  const { warmPool } = group;
  if (!warmPool || warmPool.isDeleting || group.isDeleting) return 0;
  const prepared = warmPool.maxPrepared === undefined || warmPool.maxPrepared < 0 ? group.max : warmPool.maxPrepared;
  return Math.max(prepared - group.desired, warmPool.minSize, 0);
}

/** Zones in the order in which the next launch tries them: emptiest first, as listed when equal. */
export function zonesByNeed(zones: readonly string[], members: readonly Member[]): string[] {
  const count = (zone: string): number => members.filter((member) => member.zone === zone && !isEnding(member)).length;
  return [...zones].sort((a, b) => count(a) - count(b));
}

/** What the default termination policy ends first: the fullest zone's oldest instance that nothing protects. */
export function chooseVictims(members: readonly Member[], count: number): Member[] {
  const free = members.filter((member) => member.state === 'InService' && !member.isProtected);
  const chosen: Member[] = [];
  while (chosen.length < count && free.length > 0) {
    const zone = zonesByNeed([...new Set(free.map((each) => each.zone))], free).at(-1);
    const oldest = free.filter((each) => each.zone === zone).sort((a, b) => a.launchedAt - b.launchedAt)[0];
    if (!oldest) break;
    chosen.push(oldest);
    free.splice(free.indexOf(oldest), 1);
  }
  return chosen;
}
