/** What a rehearsal found, as `--json` prints it and in words. Filled as it goes, so a failure tells how far it came. */
import { type Environment } from '@reelyard/environments';
import { type Sung } from './deployed-canary.ts';
import { type RenderedJob } from './run-jobs.ts';
import { type Ran } from './run-deployed.ts';

export interface LeftOut {
  resource: string;
  why: string;
}

export interface RehearsalReport {
  ok: boolean;
  /** Of the first thing that went wrong. */
  error?: string;
  stacks: string[];
  /** How many were made. */
  resources: number;
  /** Not in the rehearsal, because the emulated AWS cannot do it. */
  leftOut: LeftOut[];
  /** Attributes that are set and not compared, because the emulated AWS gives them back otherwise. */
  notCompared: LeftOut[];
  /** `empty`, or what would change, by stack. */
  planAfterApply: Record<string, string>;
  /** How many of each kind the emulated AWS listed before the end: what is looked for afterwards. */
  listed: Record<string, number>;
  /** What ran, from where. */
  ran?: Ran;
  job?: RenderedJob;
  /** What the deployed canary came to. */
  canary?: Sung | undefined;
  destroyed: number;
  /** Addresses of what the emulated AWS cannot delete; see `undeletable` of the environment. */
  leftBehind: string[];
  /** What the emulated AWS still lists afterwards, by kind: nothing. */
  left: Record<string, string[]>;
  /** By phase. */
  seconds: Record<string, number>;
}

export function startReport({ omissions, unread, undeletable = [] }: Environment): RehearsalReport {
  return {
    ok: false,
    stacks: [],
    resources: 0,
    leftOut: [
      ...omissions.map(({ feature, because }) => ({ resource: feature, why: because })),
      ...undeletable.map(({ resource, because }) => ({ resource: `destroy of ${resource}`, why: because })),
    ],
    notCompared: unread.map(({ resource, attributes, because }) => ({
      resource: `${resource}: ${attributes.join(', ')}`,
      why: because,
    })),
    planAfterApply: {},
    listed: {},
    destroyed: 0,
    leftBehind: [],
    left: {},
    seconds: {},
  };
}

/** Sentences for what was found and must not be; none is a success. */
export function problemsOf({ planAfterApply, left }: RehearsalReport): string[] {
  const changed = Object.entries(planAfterApply).filter(([, words]) => words !== 'empty');
  return [
    ...changed.map(([stack, words]) => `the plan of ${stack} is not empty after its apply: ${words}`),
    ...Object.entries(left).map(([kind, names]) => `destroy left a ${kind}: ${names.join(', ')}`),
  ];
}

export function reportWords(report: RehearsalReport): string {
  const { stacks, resources, job, canary, destroyed, seconds } = report;
  const all = Object.entries(seconds).map(([phase, time]) => `${phase} ${time.toFixed(0)} s`);
  return [
    `▸ rehearsed  ${stacks.length} stacks with ${resources} resources, every plan empty afterwards`,
    ...(job ? [`▸ rendered   ${job.id}: ${job.frames} frames on ${job.instances.map(({ id }) => id).join(', ')}`] : []),
    ...(canary
      ? [`▸ canary     ${canary.jobId} took ${canary.seconds.toFixed(1)} s; ${canary.skipped} skips before`]
      : []),
    `▸ destroyed  ${destroyed} resources, nothing is left`,
    `▸ took       ${all.join(' · ')}`,
  ].join('\n');
}
