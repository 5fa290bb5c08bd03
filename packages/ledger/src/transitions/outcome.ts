/** What tasks and jobs end by: T6, T8, T10, T11, T12, T14. */
import { BUDGETS } from '../budgets.ts';
import { type Transition } from '../protocol/transition.ts';
import { add, any, constant, eq, exists, gte, lt, lte, oneOf, other, param, remove, set } from '../protocol/words.ts';
import {
  active,
  end,
  ENDED,
  endJob,
  failJob,
  held,
  jobActive,
  leaveEmit,
  leaveLease,
  leaveWaiting,
  oweVoid,
  stale,
  task,
} from './fragments.ts';

const commit = task(held, [...end('done'), set('artifacts', param('artifacts')), ...leaveLease]);

export const OUTCOME_TRANSITIONS = {
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
  fail: {
    id: 'T8',
    row: 'T8',
    title: 'a failure that is permanent, or the last of its budget, fails the job',
    who: ['owner'],
    task: { from: ['leased'], to: 'failed' },
    job: { ...active, to: 'failed' },
    changes: [task(held, [...end('failed'), set('lastError', param('lastError')), ...leaveLease]), ...failJob],
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
