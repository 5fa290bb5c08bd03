import { describe, expect, it } from '@jest/globals';
import { BUDGETS } from './budgets.ts';
import { type Guard, type Item } from './protocol/change.ts';
import { applyChanges } from './protocol/evaluate.ts';
import { type Params, plan } from './protocol/plan.ts';
import { type ChangeTemplate, type Transition } from './protocol/transition.ts';
import { TRANSITIONS, type TransitionName } from './transitions.ts';

const all = Object.entries(TRANSITIONS) as [TransitionName, Transition][];
const ref = { tenant: 'acme', job: 'job_1', n: 0 };

const templateOf = (transition: Transition, target: string): ChangeTemplate | undefined =>
  transition.changes.find((change) => 'target' in change && change.target === target);

/** States that the guards of a template let pass. */
function statesOf(guards: readonly Guard[]): unknown[] {
  return guards.flatMap((guard) => {
    if (!('field' in guard) || guard.field !== 'state') return [];
    if (guard.op === 'in') return guard.values.map((value) => (value.kind === 'const' ? value.value : undefined));
    return guard.op === 'eq' && guard.value.kind === 'const' ? [guard.value.value] : [];
  });
}

const aTask = (override: Record<string, unknown> = {}): Item => ({
  pk: 'J#job_1',
  sk: 'K#000',
  ...ref,
  state: 'leased',
  epoch: 4,
  owner: 'i-1/1',
  beat: 7,
  counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 },
  leaseLostOwners: [],
  emitSeq: 2,
  notBefore: 0,
  deadlineAt: 9_000,
  minAgentVersion: 1,
  needsEmit: false,
  ...override,
});

const aJob = (override: Record<string, unknown> = {}): Item => ({
  pk: 'T#acme',
  sk: 'J#job_1',
  state: 'rendering',
  tasksTotal: 1,
  tasksDone: 0,
  evSeq: 2,
  version: 2,
  deadlineAt: 9_000,
  ...override,
});

const params: Params = {
  ref,
  now: 1_000,
  epoch: 4,
  owner: 'i-1/1',
  beat: 7,
  instance: 'i-1',
  epochBefore: 4,
  agentVersion: 1,
  notBefore: 1_000,
  deadlineAt: 9_000,
  lane: 'standard',
  lastError: { class: 'engine' },
  error: { code: 'x' },
  artifacts: [],
  tasksDone: 0,
  evSeq: 2,
  eventId: 'evt_1',
  licenseWaitSince: 1_000,
  boxStart: 0,
  segments: 2,
  emitSeq: 2,
  emittedBefore: 1_000,
  phase: 'rendering',
};

const outcome = (name: TransitionName, task: Item, job: Item, more: Partial<Params> = {}): string => {
  const rows = [task, job];
  const read = ({ pk, sk }: { pk: string; sk: string }): Item | undefined =>
    rows.find((row) => row.pk === pk && row.sk === sk);
  return applyChanges(read, plan(TRANSITIONS[name], { ...params, ...more })).kind;
};

describe('every transition', () => {
  it.each(all.filter(([name]) => name !== 'accept'))(
    '%s names in its guards the states that it leaves',
    (_, transition) => {
      const task = templateOf(transition, 'task');
      if (transition.task && task && 'guards' in task) expect(statesOf(task.guards)).toEqual(transition.task.from);
      const job = templateOf(transition, 'job');
      if (transition.job && job && 'guards' in job) expect(statesOf(job.guards)).toEqual(transition.job.from);
    },
  );

  it.each(all)(
    '%s that ends or starts a job writes its event in the same transaction, and no other does',
    (_, transition) => {
      const writesEvent = transition.changes.some(({ kind }) => kind === 'event');
      expect(writesEvent).toBe(transition.job !== undefined);
    },
  );

  it.each(all.filter(([, { who }]) => (who as readonly string[]).includes('owner')))(
    '%s by an owner is fenced by epoch and owner',
    (_, transition) => {
      const task = templateOf(transition, 'task');
      const fields = task && 'guards' in task ? task.guards.map((guard) => ('field' in guard ? guard.field : '')) : [];
      expect(fields).toEqual(expect.arrayContaining(['state', 'epoch', 'owner']));
    },
  );

  it.each(['reap', 'reapAgain', 'reapLast'] as const)('%s is fenced by the beat as well', (name) => {
    const known = aTask({
      leaseLostOwners: ['i-1'],
      counters: { engine: 0, infra: 9, asset: 0, license: 0, leaseLost: 1 },
    });
    const fresh = name === 'reap' ? aTask() : name === 'reapLast' ? known : aTask({ leaseLostOwners: ['i-1'] });
    expect(outcome(name, fresh, aJob())).toBe('applied');
    expect(outcome(name, fresh, aJob(), { beat: 6 })).toBe('refused');
    expect(outcome(name, fresh, aJob(), { epoch: 3 })).toBe('refused');
  });

  it.each(['fail', 'reapLast', 'commitLast', 'cancel', 'expire', 'retryEngine', 'reap', 'release', 'claim'] as const)(
    '%s needs a job that has not ended',
    (name) => {
      const isLost = name === 'reapLast';
      const counters = { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: isLost ? 2 : 0 };
      const task = aTask({ counters, ...(name === 'claim' ? { state: 'queued' } : {}) });
      const more = name === 'expire' ? { now: 9_000 } : {};
      expect(outcome(name, task, aJob(), more)).toBe('applied');
      for (const state of ['succeeded', 'failed', 'canceled'])
        expect(outcome(name, task, aJob({ state }), more)).toBe('refused');
    },
  );

  it('T12 does not spare a rendering job', () => {
    expect(outcome('expire', aTask(), aJob({ state: 'rendering' }), { now: 9_000 })).toBe('applied');
    expect(outcome('expire', aTask(), aJob({ state: 'rendering' }), { now: 8_999 })).toBe('refused');
  });

  it.each([
    ['retryEngine', 'engine'],
    ['retryInfra', 'infra'],
    ['retryAsset', 'asset'],
    ['reap', 'leaseLost'],
  ] as const)('%s is refused past its budget, whatever its caller counted', (name, counter) => {
    const used = (count: number): Item =>
      aTask({ counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0, [counter]: count } });
    const last = (BUDGETS[counter].runs ?? 0) - 1;
    expect(outcome(name, used(last - 1), aJob())).toBe('applied');
    expect(outcome(name, used(last), aJob())).toBe('refused');
  });

  it('T10 is refused while there is budget left', () => {
    expect(outcome('reapLast', aTask(), aJob())).toBe('refused');
  });

  it('a claim names the epoch that it saw, so it knows the one that it wrote', () => {
    const waiting = aTask({ state: 'pending', epoch: 5 });
    expect(outcome('claim', waiting, aJob())).toBe('refused');
    expect(outcome('claim', waiting, aJob(), { epochBefore: 5 })).toBe('applied');
  });

  it('a commit that is not the one counted is refused', () => {
    expect(outcome('commitLast', aTask(), aJob({ tasksDone: 1, tasksTotal: 2 }))).toBe('refused');
    expect(outcome('commitLast', aTask(), aJob({ tasksDone: 1, tasksTotal: 1 }), { tasksDone: 1 })).toBe('refused');
  });
});

describe('a plan', () => {
  it('is not made while a parameter is missing', () => {
    expect(() => plan(TRANSITIONS.cancel, { ref, now: 1 })).toThrow('transition T11 needs the parameter evSeq');
  });

  it('puts the event after the last one, and only where there is none', () => {
    const event = plan(TRANSITIONS.cancel, params).find(({ kind }) => kind === 'put');
    expect(event).toMatchObject({ key: { pk: 'J#job_1', sk: 'E#000003' }, guards: [{ op: 'absent', field: 'pk' }] });
  });
});
