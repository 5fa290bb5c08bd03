/**
 * The job and task state machines as data: rows T1…T14 of the protocol (docs/reference/ledger.md is rendered from this file).
 * T13, redrive, is T1 of a child job: ended states are never left, so it has no row of its own.
 *
 * An item is in an index exactly while it carries the index's keys: every way into a state sets them, every way out removes them.
 */
import { ACTIVE_JOB_STATES, type EventType, type JobState, type TaskState } from '@reelyard/contracts';
import { BUDGETS, type BudgetClass } from './budgets.ts';
import { type Effect, type Guard } from './protocol/change.ts';
import { type ChangeTemplate, type Transition } from './protocol/transition.ts';
import {
  absent,
  add,
  any,
  append,
  constant,
  contains,
  eq,
  exists,
  gt,
  gte,
  lacks,
  lt,
  lte,
  oneOf,
  other,
  param,
  remove,
  set,
  setIfGiven,
} from './protocol/words.ts';

const ENDED: readonly JobState[] = ['succeeded', 'failed', 'canceled'];

const enterEmit: Effect[] = [
  set('needsEmit', constant(true)),
  add('emitSeq'),
  set('emitPk', param('emitPk')),
  set('emitSk', param('emitSk')),
];
const leaveEmit = [set('needsEmit', constant(false)), ...remove('emitPk', 'emitSk')];
const leaveWaiting = remove('waitingPk', 'waitingSk');
const leaveLease = remove('owner', 'phase', 'progress', 'leasedAt', 'leasedPk', 'leasedSk');

/** Into `pending`: waiting again, doorbell due at notBefore. */
const enterPending: Effect[] = [
  set('state', constant('pending')),
  set('notBefore', param('notBefore')),
  set('enqueuedAt', param('now')),
  set('waitingPk', param('waitingPk')),
  set('waitingSk', param('waitingSk')),
  ...enterEmit,
];
const end = (state: TaskState): Effect[] => [set('state', constant(state)), set('endedAt', param('now'))];

const jobActive: Guard = oneOf('state', ACTIVE_JOB_STATES);
const checkActive: ChangeTemplate = { kind: 'check', target: 'job', guards: [jobActive] };

/** The fence of every write of an agent. */
const held: Guard[] = [eq('state', constant('leased')), eq('epoch', param('epoch')), eq('owner', param('owner'))];
/** The reaper saw this lease stand still: a beat in between, or a claim, and it holds no more. */
const stale: Guard[] = [...held, eq('beat', param('beat'))];

const task = (guards: readonly Guard[], effects: readonly Effect[]): ChangeTemplate => ({
  kind: 'update',
  target: 'task',
  guards,
  effects,
});

/** A job that ends in any way but by its last commit owes its other tasks T14, and stays nominated until they have it. */
const oweVoid: Effect[] = [
  set('duty', constant('void')),
  set('emitPk', param('dutyPk')),
  set('emitSk', param('dutySk')),
];

function endJob(
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
        ...more.effects,
      ],
    },
    { kind: 'event', type: event },
  ];
}

const failJob = endJob('failed', { effects: [set('error', param('error')), ...oweVoid] });
const active = { from: ACTIVE_JOB_STATES };

const claimGuards: Guard[] = [
  oneOf('state', ['pending', 'queued']),
  lte('notBefore', param('now')),
  gt('deadlineAt', param('now')),
  lte('minAgentVersion', param('agentVersion')),
  // The claim names the epoch it saw, so it knows the one it wrote without another read.
  eq('epoch', param('epochBefore')),
];
const claimEffects: Effect[] = [
  set('state', constant('leased')),
  add('epoch'),
  set('owner', param('owner')),
  set('beat', constant(0)),
  set('phase', constant('claimed')),
  set('leasedAt', param('now')),
  set('leasedPk', param('leasedPk')),
  set('leasedSk', param('leasedSk')),
  ...leaveWaiting,
  ...leaveEmit,
];
const claim = task(claimGuards, claimEffects);

const commit = task(held, [...end('done'), set('artifacts', param('artifacts')), ...leaveLease]);

function requeue(counter: BudgetClass, guards: Guard[], effects: Effect[]): ChangeTemplate[] {
  const { runs } = BUDGETS[counter];
  const budget = runs === undefined ? [] : [lt(`counters.${counter}`, constant(runs - 1))];
  return [
    task(
      [...guards, ...budget],
      [...enterPending, add(`counters.${counter}`), set('lastError', param('lastError')), ...leaveLease, ...effects],
    ),
    checkActive,
  ];
}

const retry = (counter: 'engine' | 'infra' | 'asset'): Transition => ({
  id: `T7.${counter}`,
  row: 'T7',
  title: `a failed run of class ${counter} is tried again`,
  who: ['owner'],
  task: { from: ['leased'], to: 'pending' },
  changes: requeue(counter, held, remove('licenseWaitSince')),
});

const inBox = any(absent('licenseWaitSince'), gt('licenseWaitSince', param('boxStart')));

export const TRANSITIONS = {
  accept: {
    id: 'T1',
    row: 'T1',
    title: 'a job is accepted, whole',
    who: ['job server'],
    task: { from: ['absent'], to: 'pending' },
    job: { from: ['absent'], to: 'queued' },
    changes: [
      // First, so that a repeated submit is told by its idempotency record before anything else.
      {
        kind: 'put',
        target: 'idempotency',
        from: 'idempotency',
        optional: true,
        guards: [any(absent('pk'), lte('expiresAt', param('now')))],
      },
      { kind: 'put', target: 'job', from: 'job', guards: [absent('pk')] },
      { kind: 'put', target: 'payload', from: 'payload', guards: [absent('pk')] },
      { kind: 'put', target: 'task', from: 'tasks', guards: [absent('pk')] },
      { kind: 'event', type: 'job.accepted' },
    ],
  },
  markQueued: {
    id: 'T2',
    row: 'T2',
    title: 'the doorbell was rung',
    who: ['job server', 'relay'],
    task: { from: ['pending'], to: 'queued' },
    changes: [
      task(
        [eq('state', constant('pending')), eq('emitSeq', param('emitSeq'))],
        [set('state', constant('queued')), set('emittedAt', param('now')), ...leaveEmit],
      ),
    ],
  },
  reemit: {
    id: 'T3',
    row: 'T3',
    title: 'the doorbell seems lost and is rung again',
    who: ['sweeper'],
    task: { from: ['queued'], to: 'pending' },
    changes: [
      task(
        [eq('state', constant('queued')), eq('emitSeq', param('emitSeq')), lte('emittedAt', param('emittedBefore'))],
        [set('state', constant('pending')), ...enterEmit],
      ),
    ],
  },
  claimFirst: {
    id: 'T4.first',
    row: 'T4',
    title: 'the first claim of a job',
    who: ['agent'],
    task: { from: ['pending', 'queued'], to: 'leased' },
    job: { from: ['queued'], to: 'rendering' },
    changes: [
      claim,
      {
        kind: 'update',
        target: 'job',
        guards: [eq('state', constant('queued')), eq('evSeq', param('evSeq'))],
        effects: [set('state', constant('rendering')), set('startedAt', param('now')), add('evSeq'), add('version')],
      },
      { kind: 'event', type: 'job.started' },
    ],
  },
  claim: {
    id: 'T4.next',
    row: 'T4',
    title: 'a claim of a job that renders already',
    who: ['agent'],
    task: { from: ['pending', 'queued'], to: 'leased' },
    changes: [claim, { kind: 'check', target: 'job', guards: [eq('state', constant('rendering'))] }],
  },
  beat: {
    id: 'T5',
    row: 'T5',
    title: 'heartbeat',
    who: ['owner'],
    task: { from: ['leased'], to: 'leased' },
    changes: [
      task(
        // Not above: the same beat sent twice is the same beat, an older one that comes late is none.
        [...held, lte('beat', param('beat'))],
        [set('beat', param('beat')), set('phase', param('phase')), setIfGiven('progress', param('progress'))],
      ),
    ],
  },
  commitLast: {
    id: 'T6.last',
    row: 'T6',
    title: 'the only or last task is done, and with it the job',
    who: ['owner'],
    task: { from: ['leased'], to: 'done' },
    job: { ...active, to: 'succeeded' },
    changes: [
      commit,
      ...endJob('succeeded', {
        guards: [eq('tasksDone', param('tasksDone')), lt('tasksDone', other('tasksTotal'))],
        effects: [add('tasksDone'), set('artifacts', param('artifacts')), ...remove('duty', 'emitPk', 'emitSk')],
      }),
    ],
  },
  commitSegment: {
    id: 'T6.segment',
    row: 'T6',
    title: 'a segment is done, others are not',
    who: ['owner'],
    task: { from: ['leased'], to: 'done' },
    changes: [
      commit,
      {
        kind: 'update',
        target: 'job',
        guards: [jobActive, eq('tasksDone', param('tasksDone'))],
        effects: [add('tasksDone'), add('version')],
      },
    ],
  },
  commitLastSegment: {
    id: 'T6.last-segment',
    row: 'T6',
    title: 'the last segment is done: the job owes its assembly T6b, and stays nominated until it has it',
    who: ['owner'],
    task: { from: ['leased'], to: 'done' },
    changes: [
      commit,
      {
        kind: 'update',
        target: 'job',
        guards: [jobActive, eq('tasksDone', param('tasksDone'))],
        effects: [
          add('tasksDone'),
          add('version'),
          set('duty', constant('unblock')),
          set('emitPk', param('dutyPk')),
          set('emitSk', param('dutySk')),
        ],
      },
    ],
  },
  unblock: {
    id: 'T6b',
    row: 'T6b',
    title: 'all segments are done, assembly is due',
    who: ['agent', 'sweeper'],
    task: { from: ['blocked'], to: 'pending' },
    changes: [
      task([eq('state', constant('blocked'))], enterPending),
      {
        kind: 'update',
        target: 'job',
        guards: [jobActive, gte('tasksDone', param('segments'))],
        effects: remove('duty', 'emitPk', 'emitSk'),
      },
    ],
  },
  retryEngine: retry('engine'),
  retryInfra: retry('infra'),
  retryAsset: retry('asset'),
  retryLicense: {
    id: 'T7.license',
    row: 'T7',
    title: 'no seat: the task waits for one without holding an instance',
    who: ['owner'],
    task: { from: ['leased'], to: 'pending' },
    changes: requeue('license', [...held, inBox], [set('licenseWaitSince', param('licenseWaitSince'))]),
  },
  release: {
    id: 'T7.release',
    row: 'T7',
    title: 'a task that was claimed ahead goes back untouched',
    who: ['owner'],
    task: { from: ['leased'], to: 'pending' },
    changes: [task(held, [...enterPending, ...leaveLease]), checkActive],
  },
  fail: {
    id: 'T8',
    row: 'T8',
    title: 'a failure that is permanent, or the last of its budget, fails the job',
    who: ['owner'],
    task: { from: ['leased'], to: 'failed' },
    job: { ...active, to: 'failed' },
    changes: [task(held, [...end('failed'), set('lastError', param('lastError')), ...leaveLease]), ...failJob],
  },
  reap: {
    id: 'T9.first',
    row: 'T9',
    title: 'the owner fell silent, for the first time on its instance',
    who: ['reaper'],
    task: { from: ['leased'], to: 'pending' },
    changes: requeue(
      'leaseLost',
      [...stale, lacks('leaseLostOwners', param('instance'))],
      [append('leaseLostOwners', param('instance'))],
    ),
  },
  reapAgain: {
    id: 'T9.again',
    row: 'T9',
    title: 'the owner fell silent on an instance that lost this task before: uses the infra budget',
    who: ['reaper'],
    task: { from: ['leased'], to: 'pending' },
    changes: requeue('infra', [...stale, contains('leaseLostOwners', param('instance'))], []),
  },
  reapLast: {
    id: 'T10',
    row: 'T10',
    title: 'the owner fell silent and the budget is spent: poison suspected',
    who: ['reaper'],
    task: { from: ['leased'], to: 'failed' },
    job: { ...active, to: 'failed' },
    changes: [
      task(
        [
          ...stale,
          any(
            gte('counters.leaseLost', constant((BUDGETS.leaseLost.runs ?? 1) - 1)),
            gte('counters.infra', constant((BUDGETS.infra.runs ?? 1) - 1)),
          ),
        ],
        [...end('failed'), set('lastError', param('lastError')), ...leaveLease],
      ),
      ...failJob,
    ],
  },
  cancel: {
    id: 'T11',
    row: 'T11',
    title: 'cancel',
    who: ['job server'],
    job: { ...active, to: 'canceled' },
    changes: endJob('canceled', { effects: oweVoid }),
  },
  expire: {
    id: 'T12',
    row: 'T12',
    title: 'the deadline passed, rendering or not',
    who: ['sweeper'],
    job: { ...active, to: 'failed' },
    changes: endJob('failed', {
      guards: [lte('deadlineAt', param('now'))],
      effects: [set('error', param('error')), ...oweVoid],
    }),
  },
  voidTask: {
    id: 'T14',
    row: 'T14',
    title: 'a task of an ended job comes to rest',
    who: ['agent', 'relay', 'sweeper', 'reaper'],
    task: { from: ['blocked', 'pending', 'queued', 'leased'], to: 'void' },
    changes: [
      task(
        [oneOf('state', ['blocked', 'pending', 'queued', 'leased'])],
        [...end('void'), ...leaveEmit, ...leaveWaiting, ...leaveLease],
      ),
      { kind: 'check', target: 'job', guards: [oneOf('state', ENDED)] },
    ],
  },
  dischargeJob: {
    id: 'T14.job',
    row: 'T14',
    title: 'every task of an ended job is at rest: the job leaves the index as well',
    who: ['agent', 'relay', 'sweeper', 'reaper'],
    changes: [
      {
        kind: 'update',
        target: 'job',
        guards: [oneOf('state', ENDED), exists('duty')],
        effects: remove('duty', 'emitPk', 'emitSk'),
      },
    ],
  },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;
