/** Leases that begin, go on and end without an outcome: T4, T5, T7, T9. */
import { BUDGETS, type BudgetClass } from '../budgets.ts';
import { type Effect, type Guard } from '../protocol/change.ts';
import { type ChangeTemplate, type Transition } from '../protocol/transition.ts';
import {
  absent,
  add,
  any,
  append,
  constant,
  contains,
  eq,
  gt,
  lacks,
  lt,
  lte,
  oneOf,
  param,
  remove,
  set,
  setIfGiven,
} from '../protocol/words.ts';
import { checkActive, enterPending, held, leaveEmit, leaveLease, leaveWaiting, stale, task } from './fragments.ts';

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
  setIfGiven('pool', param('pool')),
  set('leasedPk', param('leasedPk')),
  set('leasedSk', param('leasedSk')),
  ...leaveWaiting,
  ...leaveEmit,
];
const claim = task(claimGuards, claimEffects);

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

export const LEASE_TRANSITIONS = {
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
  release: {
    id: 'T7.release',
    row: 'T7',
    title: 'a task that was claimed ahead goes back untouched',
    who: ['owner'],
    task: { from: ['leased'], to: 'pending' },
    changes: [task(held, [...enterPending, ...leaveLease]), checkActive],
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
} as const satisfies Record<string, Transition>;
