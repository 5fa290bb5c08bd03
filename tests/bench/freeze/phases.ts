/** The phases of an attempt as places at which it can be held, each with the job that comes by there. */
import { type Call, type Held, type Wire } from '../outage/wire.ts';
import { type Porch } from './porch.ts';

export const PHASES = [
  'claimed',
  'staging',
  'seat',
  'rendering',
  'verifying',
  'publishing',
  'committing',
  'assembling',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Places {
  wire: Wire;
  porch: Porch;
}

export interface Plan {
  /** Of the submit. */
  body: Record<string, unknown>;
  /** Task that is frozen. */
  task: number;
  /** Absent: when the engine of the task has started. */
  hold?(job: string, places: Places): Held;
  /** The late call reaches AWS after the lease was given away, or its reply does. */
  holds?: 'request' | 'reply';
}

/** Long enough for the sleeper to wake while the other renders. */
const RENDER_MS = 900;
const file = { write: { name: 'video.bin', bytes: 2_048 } };
const project = (steps: readonly unknown[], more: object = {}, engine = 'scripted') => ({
  engine,
  project: { steps, ...more },
});
const plain = project([{ sleepMs: RENDER_MS }, file]);

const names = (call: Call, job: string): boolean => call.body.includes(job) || call.path.includes(job);
const isWrite = (call: Call, job: string): boolean => call.action === 'TransactWriteItems' && names(call, job);

/** @param turn even or odd: phases with two sides of a call take turns */
export function planOf(phase: Phase, turn: number): Plan {
  const holds = turn % 2 === 0 ? 'request' : 'reply';
  switch (phase) {
    case 'claimed':
      return {
        body: plain,
        task: 0,
        hold: (job, { wire }) => wire.hold({ at: 'reply', matches: (call) => isWrite(call, job) }),
      };
    case 'staging':
      return {
        body: plain,
        task: 0,
        hold: (job, { wire }) => wire.hold({ at: holds, matches: (call) => isPayload(call, job) }),
      };
    case 'seat':
      return {
        body: project([{ sleepMs: RENDER_MS }, file], {}, 'pro'),
        task: 0,
        hold: (job, { porch }) => porch.hold(job),
      };
    case 'rendering':
      return { body: plain, task: 0 };
    case 'verifying':
      return {
        body: project([{ sleepMs: RENDER_MS }, { media: { name: 'video.mp4' } }]),
        task: 0,
        hold: (job, { porch }) => porch.hold(job),
      };
    case 'publishing':
      return {
        body: plain,
        task: 0,
        hold: (job, { wire }) => wire.hold({ at: holds, matches: (call) => call.method === 'PUT' && names(call, job) }),
      };
    case 'committing':
      return {
        body: plain,
        task: 0,
        hold: (job, { wire }) => wire.hold({ at: 'request', matches: (call) => isCommit(call, job) }),
      };
    case 'assembling':
      return {
        body: project([{ sleepMs: 100 }, { only: 'assembly', sleepMs: RENDER_MS }], { segments: 2, frames: 20 }),
        task: 2,
      };
  }
}

const isPayload = (call: Call, job: string): boolean =>
  call.action === 'GetItem' && names(call, job) && /"S":"C"/.test(call.body.toString('latin1'));

/** The transaction that names what was uploaded; a claim of the same job does not. */
const isCommit = (call: Call, job: string): boolean => isWrite(call, job) && call.body.includes(`/${job}/`);
