/** Guards and effects that several transitions share. */
import { ACTIVE_JOB_STATES, type EventType, type JobState, type TaskState } from '@reelyard/contracts';
import { type Effect, type Guard } from '../protocol/change.ts';
import { type ChangeTemplate } from '../protocol/transition.ts';
import { add, constant, eq, oneOf, param, remove, set, setIfGiven } from '../protocol/words.ts';

export const ENDED: readonly JobState[] = ['succeeded', 'failed', 'canceled'];

export const enterEmit: Effect[] = [
  set('needsEmit', constant(true)),
  add('emitSeq'),
  set('emitPk', param('emitPk')),
  set('emitSk', param('emitSk')),
];
export const leaveEmit = [set('needsEmit', constant(false)), ...remove('emitPk', 'emitSk')];
export const leaveWaiting = remove('waitingPk', 'waitingSk');
/** What the lease took is written by who ends it: the fence of the lease makes the sum its own. */
export const leaveLease = [
  setIfGiven('spent', param('spent')),
  ...remove('owner', 'pool', 'phase', 'progress', 'leasedAt', 'leasedPk', 'leasedSk'),
];

/** Into `pending`: waiting again, doorbell due at notBefore. */
export const enterPending: Effect[] = [
  set('state', constant('pending')),
  set('notBefore', param('notBefore')),
  set('enqueuedAt', param('now')),
  set('waitingPk', param('waitingPk')),
  set('waitingSk', param('waitingSk')),
  ...enterEmit,
];
export const end = (state: TaskState): Effect[] => [set('state', constant(state)), set('endedAt', param('now'))];

export const jobActive: Guard = oneOf('state', ACTIVE_JOB_STATES);
export const checkActive: ChangeTemplate = { kind: 'check', target: 'job', guards: [jobActive] };

/** The fence of every write of an agent. */
export const held: Guard[] = [
  eq('state', constant('leased')),
  eq('epoch', param('epoch')),
  eq('owner', param('owner')),
];
/** The reaper saw this lease stand still: a beat in between, or a claim, and it holds no more. */
export const stale: Guard[] = [...held, eq('beat', param('beat'))];

export const task = (guards: readonly Guard[], effects: readonly Effect[]): ChangeTemplate => ({
  kind: 'update',
  target: 'task',
  guards,
  effects,
});

/** A job that ends in any way but by its last commit owes its other tasks T14, and stays nominated until they have it. */
export const oweVoid: Effect[] = [
  set('duty', constant('void')),
  set('emitPk', param('dutyPk')),
  set('emitSk', param('dutySk')),
];

export function endJob(
  state: 'succeeded' | 'failed' | 'canceled',
  more: { guards?: Guard[]; effects: Effect[] },
): ChangeTemplate[] {
  const event: EventType = `job.${state}`;
  return [
    {
      kind: 'update',
      target: 'job',
      guards: [jobActive, eq('evSeq', param('evSeq')), ...(more.guards ?? [])],
      effects: [
        set('state', constant(state)),
        set('endedAt', param('now')),
        add('evSeq'),
        add('version'),
        // To be counted; a job that was held leaves the held ones by this.
        set('dispatchPk', param('endedPk')),
        set('dispatchSk', param('endedSk')),
        ...remove('isHeld'),
        ...more.effects,
      ],
    },
    { kind: 'event', type: event },
  ];
}

export const failJob = endJob('failed', { effects: [set('error', param('error')), ...oweVoid] });
export const active = { from: ACTIVE_JOB_STATES };
