/** Ledgers that are broken in one place each. A checker that does not see every one of them is no checker. */
import { type Change, type Effect, type Guard } from '../protocol/change.ts';

type Mutation = (changes: readonly Change[]) => readonly (readonly Change[])[];

type Update = Extract<Change, { kind: 'update' }>;

const setsState = (change: Change, state: string): change is Update =>
  change.kind === 'update' &&
  change.effects.some(
    ({ op, field, ...rest }) =>
      op === 'set' && field === 'state' && 'value' in rest && rest.value.kind === 'const' && rest.value.value === state,
  );

const isTask = (change: Change): boolean => change.key.sk.startsWith('K#');
const isJob = (change: Change): boolean => change.key.sk.startsWith('J#');
const isEvent = (change: Change): boolean => change.key.sk.startsWith('E#');
const taskBecomes = (changes: readonly Change[], state: string): boolean =>
  changes.some((change) => isTask(change) && setsState(change, state));

const without = (change: Change, drop: (guard: Guard) => boolean): Change => ({
  ...change,
  guards: change.guards.filter((guard) => !drop(guard)),
});
const withoutEffects = (change: Change, drop: (effect: Effect) => boolean): Change =>
  change.kind === 'update' ? { ...change, effects: change.effects.filter((effect) => !drop(effect)) } : change;
const field = (guard: Guard): string => ('field' in guard ? guard.field : '');

const eachIn =
  (applies: (changes: readonly Change[]) => boolean, change: (change: Change) => Change): Mutation =>
  (changes) => [applies(changes) ? changes.map(change) : changes];

const jobFails = (changes: readonly Change[]): boolean =>
  changes.some((change) => isJob(change) && setsState(change, 'failed'));

export const PITFALLS: Readonly<Record<string, Mutation>> = {
  'T8 and T10 without `job active`': eachIn(
    (changes) => taskBecomes(changes, 'failed'),
    (change) => (isTask(change) ? change : without(change, () => true)),
  ),
  'T11 without `job active`': eachIn(
    (changes) => changes.some((change) => isJob(change) && setsState(change, 'canceled')),
    (change) => without(change, () => true),
  ),
  'a terminal event without its job': (changes) =>
    jobFails(changes) ? [changes.filter((change) => !isJob(change))] : [changes],
  'T12 that spares rendering jobs': eachIn(
    (changes) => jobFails(changes) && !changes.some(isTask),
    (change) => (isEvent(change) ? change : { ...change, guards: [...change.guards, spared] }),
  ),
  'no T14': (changes) => (taskBecomes(changes, 'void') ? [changes.filter((change) => !isTask(change))] : [changes]),
  'T4 that leaves needsEmit': eachIn(
    (changes) => taskBecomes(changes, 'leased'),
    (change) => (isTask(change) ? withoutEffects(change, ({ field: name }) => /^(needsEmit|emit)/.test(name)) : change),
  ),
  'T4 that does not grow the epoch': eachIn(
    (changes) => taskBecomes(changes, 'leased'),
    (change) => withoutEffects(change, ({ field: name }) => name === 'epoch'),
  ),
  'T4 without the state it expects': eachIn(
    (changes) => taskBecomes(changes, 'leased'),
    (change) => (isTask(change) ? without(change, (guard) => field(guard) !== 'deadlineAt') : change),
  ),
  'T4 without `job active`': (changes) =>
    taskBecomes(changes, 'leased') ? [changes.filter((change) => change.kind !== 'check')] : [changes],
  'a commit in two writes': (changes) => (taskBecomes(changes, 'done') ? changes.map((change) => [change]) : [changes]),
  'a commit without its lease': eachIn(
    (changes) => taskBecomes(changes, 'done'),
    (change) => (isTask(change) ? without(change, () => true) : change),
  ),
  'tasksDone counted without the state of the task': (changes) =>
    taskBecomes(changes, 'done') ? [changes.filter((change) => !isTask(change))] : [changes],
  'T7 and T9 that forget the doorbell': eachIn(
    (changes) => taskBecomes(changes, 'pending'),
    (change) => withoutEffects(change, ({ field: name }) => /^(needsEmit|emit)/.test(name)),
  ),
  'T9 that leaves its owner': eachIn(
    (changes) => taskBecomes(changes, 'pending'),
    (change) => withoutEffects(change, ({ field: name }) => name === 'owner'),
  ),
};

const spared: Guard = { op: 'eq', field: 'state', value: { kind: 'const', value: 'queued' } };
