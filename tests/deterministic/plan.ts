/** What a run does, as data: the jobs that clients submit and what befalls the farm. The seed decides the rest, so a plan and its seed are the run. */
import { type Lane } from '@reelyard/contracts';
import { type PlannedEndpoint, type PlannedReceiver } from './planned-receiver.ts';
import { type CallKind } from './world/life.ts';

/** What becomes of one start of an engine. */
export const MOODS = [
  'fine',
  'slow',
  /** Ends with an exit code that is none of the manifest's. */
  'crash',
  /** Finds no license of its own vendor. */
  'seatless',
  /** Says nothing more, and does not hear SIGTERM. */
  'hang',
  /** Says that the project is wrong. */
  'refuse',
  /** Ends well and leaves no file. */
  'empty',
  /** Ends well and leaves a file that is cut short. */
  'cut',
  /** Takes its machine down with it. */
  'poison',
] as const;
export type Mood = (typeof MOODS)[number];

export const ASSETS = ['fine', 'flaky', 'away', 'gone'] as const;

export interface PlannedJob {
  readonly name: string;
  readonly atMs: number;
  readonly tenant: string;
  readonly lane: Lane;
  readonly engine: 'scripted' | 'licensed';
  readonly segments: number;
  readonly renderMs: number;
  /** By task, and of each by its starts; the last ones go on for ever. */
  readonly moods: readonly (readonly Mood[])[];
  readonly asset?: (typeof ASSETS)[number];
  readonly notBeforeMs?: number;
  readonly deadlineMs?: number;
  /** The client sends the same request twice. */
  readonly isRepeated: boolean;
  readonly cancelAfterMs?: number;
  /** The client looks at it until it has ended; a look may mend what a crash left undone. */
  readonly isWatched: boolean;
  /** Once it has ended it is asked for again, as a child. */
  readonly isRetried: boolean;
  /** Of its own, told of this job and of its retry. */
  readonly webhook?: PlannedReceiver;
}

export const WEATHER_KINDS = [
  'store-lost-request',
  'store-lost-answer',
  'store-late-write',
  'store-slow',
  'store-throttle',
  'store-conflict',
  'index-lag',
  'queue-lost-request',
  'queue-lost-answer',
  'queue-slow',
  'message-lost',
  'message-doubled',
  'message-late',
  'bucket-lost-request',
  'bucket-lost-answer',
  'bucket-slow',
] as const;
export type WeatherKind = (typeof WEATHER_KINDS)[number];

export const BLOW_KINDS = ['kill', 'freeze', 'stop', 'spot', 'park', 'drain'] as const;
export type BlowKind = (typeof BLOW_KINDS)[number];

/** Calls fail with this share while it lasts. */
export interface WeatherFault {
  readonly kind: WeatherKind;
  readonly atMs: number;
  readonly forMs: number;
  readonly share: number;
}

/** Something befalls one process or machine. */
export interface Blow {
  readonly kind: BlowKind;
  readonly atMs: number;
  /** How long it is frozen or parked, or until a dead one is started again. */
  readonly forMs: number;
  readonly who: 'agent' | 'server';
  readonly n: number;
  /** Not at the instant, but at the first such call after it, of any agent or server: killed or frozen between two steps. */
  readonly ambush?: { readonly phase: 'before' | 'after'; readonly on: CallKind | 'any'; readonly skip: number };
}

export type Fault = WeatherFault | Blow;

export const FAULT_KINDS = [...WEATHER_KINDS, ...BLOW_KINDS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const isBlow = (fault: Fault): fault is Blow => 'who' in fault;

export interface Plan {
  readonly seed: number;
  readonly agents: number;
  readonly servers: number;
  /** Clocks of machines are off by up to this much. */
  readonly skewMs: number;
  /** Of the licensed engine. */
  readonly seats: number;
  /** Jobs of a tenant that may run at once; those beyond them are held. Absent: any number. */
  readonly concurrentJobs?: number;
  /** Of webhooks. Absent: no tenant has one. */
  readonly endpoints?: readonly PlannedEndpoint[];
  readonly jobs: readonly PlannedJob[];
  readonly faults: readonly Fault[];
}
