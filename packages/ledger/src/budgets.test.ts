import { describe, expect, it } from '@jest/globals';
import { type Task } from '@reelyard/contracts';
import { backOffMs, BUDGETS, decideAfterFailure, decideAfterLoss } from './budgets.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;

const aTask = (override: Partial<Task> = {}): Task => ({
  tenant: 'acme',
  job: 'job_1',
  n: 2,
  kind: 'render',
  state: 'leased',
  lane: 'standard',
  epoch: 1,
  beat: 0,
  counters: { engine: 0, infra: 0, asset: 0, license: 0, leaseLost: 0 },
  leaseLostOwners: [],
  notBefore: 0,
  deadlineAt: 0,
  createdAt: 0,
  needsEmit: false,
  emitSeq: 0,
  minAgentVersion: 1,
  features: { engine: 'reel', frames: 1, pixels: 1 },
  ...override,
});
const counters = (used: Partial<Task['counters']>): Task['counters'] => ({ ...aTask().counters, ...used });
const failure = { class: 'engine' as const, code: 'engine_failed', message: 'exit 10' };

describe('after a failed run', () => {
  it('of the engine the task waits 10 s, then 20 s, give or take a half, and then the job fails', () => {
    const wait = (engine: number, jitter: number): unknown =>
      decideAfterFailure(aTask({ counters: counters({ engine }) }), failure, { jitter }, NOW);
    expect(wait(0, 0)).toMatchObject({ kind: 'requeue', notBefore: NOW + 5_000, used: 1, budget: 3 });
    expect(wait(0, 1)).toMatchObject({ notBefore: NOW + 15_000 });
    expect(wait(1, 0.5)).toMatchObject({ notBefore: NOW + 20_000, used: 2 });
    expect(wait(2, 0.5)).toMatchObject({ kind: 'fail', error: { code: 'engine_failed', class: 'engine', task: 2 } });
  });

  it('of the infrastructure the task waits 5 s at most', () => {
    const infra = { ...failure, class: 'infra' as const };
    expect(decideAfterFailure(aTask(), infra, { jitter: 1 }, NOW)).toMatchObject({ notBefore: NOW + 5_000 });
    expect(decideAfterFailure(aTask(), infra, { jitter: 0 }, NOW)).toMatchObject({ notBefore: NOW });
  });

  it('of an origin the longer of back-off and Retry-After counts', () => {
    const asset = { ...failure, class: 'asset' as const };
    expect(decideAfterFailure(aTask(), { ...asset, retryAfterMs: 1 }, { jitter: 0.5 }, NOW)).toMatchObject({
      notBefore: NOW + 10_000,
    });
    expect(decideAfterFailure(aTask(), { ...asset, retryAfterMs: 99_000 }, { jitter: 0.5 }, NOW)).toMatchObject({
      notBefore: NOW + 99_000,
    });
  });

  it('for want of a seat only time counts, from the first want on', () => {
    const license = { ...failure, class: 'license' as const };
    const often = aTask({ counters: counters({ license: 500 }), licenseWaitSince: NOW - 30 * MINUTE + 1 });
    expect(decideAfterFailure(often, license, { jitter: 0 }, NOW)).toMatchObject({
      kind: 'requeue',
      notBefore: NOW + 15_000,
    });
    expect(
      decideAfterFailure({ ...often, licenseWaitSince: NOW - 30 * MINUTE }, license, { jitter: 0 }, NOW).kind,
    ).toBe('fail');
  });

  it('that is permanent the job fails at once and keeps the pointer', () => {
    const permanent = { ...failure, class: 'permanent' as const, pointer: '/a' };
    expect(decideAfterFailure(aTask(), permanent, { jitter: 0 }, NOW)).toMatchObject({
      kind: 'fail',
      error: { pointer: '/a' },
    });
  });

  it('the decision says why', () => {
    expect(decideAfterFailure(aTask(), failure, { jitter: 0.5 }, NOW).because).toBe('engine run 1 of 3, wait 10000 ms');
  });
});

describe('after a lost lease', () => {
  it('another instance tries at once, and the third makes the job suspect', () => {
    const lost = (owners: string[]): unknown =>
      decideAfterLoss(
        aTask({ leaseLostOwners: owners, counters: counters({ leaseLost: owners.length }) }),
        'i-9/1',
        NOW,
      );
    expect(lost([])).toMatchObject({ kind: 'requeue', counter: 'leaseLost', notBefore: NOW, used: 1, budget: 3 });
    expect(lost(['i-1'])).toMatchObject({ used: 2 });
    expect(lost(['i-1', 'i-2'])).toMatchObject({ kind: 'fail', error: { code: 'poison_suspected', task: 2 } });
  });

  it('on an instance that lost it before uses the infra budget', () => {
    const task = aTask({ leaseLostOwners: ['i-9'], counters: counters({ leaseLost: 1, infra: 3 }) });
    expect(decideAfterLoss(task, 'i-9/77', NOW)).toMatchObject({
      counter: 'infra',
      repeated: true,
      used: 4,
      budget: 10,
    });
  });
});

it('a back-off never exceeds its bound by more than its spread', () => {
  expect(backOffMs(BUDGETS.asset.backOff, 40, { jitter: 1 })).toBe(450_000);
});

it('begins at the wait that the owner sets', () => {
  expect(backOffMs(BUDGETS.engine.backOff, 0, { jitter: 0.5, baseMs: 200 })).toBe(200);
  expect(backOffMs(BUDGETS.engine.backOff, 2, { jitter: 0.5, baseMs: 200 })).toBe(800);
  expect(backOffMs(BUDGETS.infra.backOff, 0, { jitter: 1, baseMs: 200 })).toBe(5_000);
});
