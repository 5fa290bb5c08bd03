/** How tasks come to wait and are rung for: T1, T2, T3, T6b. */
import { type Transition } from '../protocol/transition.ts';
import { absent, add, any, constant, eq, exists, gte, lte, param, remove, set } from '../protocol/words.ts';
import { enterEmit, enterPending, jobActive, leaveEmit, task } from './fragments.ts';

export const WAITING_TRANSITIONS = {
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
  admit: {
    id: 'T15',
    row: 'T15',
    title: 'a held job has room in its quota: each of its renders comes to wait',
    who: ['sweeper', 'job server'],
    task: { from: ['blocked'], to: 'pending' },
    changes: [
      task([eq('state', constant('blocked'))], enterPending),
      {
        kind: 'update',
        target: 'job',
        guards: [eq('state', constant('queued')), exists('isHeld')],
        effects: [add('version'), ...remove('isHeld', 'dispatchPk', 'dispatchSk', 'emitPk', 'emitSk')],
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
} as const satisfies Record<string, Transition>;
