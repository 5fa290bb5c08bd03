import { describe, expect, it } from '@jest/globals';
import { HistoryChecker } from './checker.ts';
import { type HistoryLine, type Phase } from './line.ts';

const ref = { tenant: 'acme', job: 'job_1', n: 0 };

/** Numbered as they are written; a call is an invocation and its answer. */
function judge(...lines: (readonly [op: string, phase: Phase, call: number, facts: object])[]): string[] {
  const checker = new HistoryChecker();
  lines.forEach(([op, phase, call, facts], n) => {
    const line: HistoryLine = { at: n + 1, process: 'p', op, phase, call, ref, ...facts };
    checker.take(line, `h.jsonl:${n + 1}`);
  });
  return checker.finish().violations.map(({ invariant, because }) => `${invariant} ${because}`);
}

const owner = 'i-1/1';
const accepted = [
  ['submit', 'invoke', 1, { tasks: 1, now: 1 }],
  ['submit', 'ok', 1, { outcome: 'accepted' }],
] as const;
const reaped = { epoch: 1, owner, outcome: 'requeued', used: 1, budget: 3 };
const canceled = [
  ['cancel', 'invoke', 9, { now: 5 }],
  ['cancel', 'ok', 9, { state: 'canceled' }],
] as const;

describe('a claim whose answer was lost, and which its own call made again', () => {
  it('used an epoch that nobody heard of but who took it away: no alarm', () => {
    expect(
      judge(
        ...accepted,
        ['claim', 'invoke', 2, { owner }],
        ['reap', 'invoke', 3, { epoch: 1, owner }],
        ['reap', 'ok', 3, reaped],
        ['claim', 'ok', 2, { owner, epoch: 2 }],
        ...canceled,
      ),
    ).toEqual([]);
  });

  it('is no excuse for an epoch that was taken from somebody else', () => {
    expect(
      judge(
        ...accepted,
        ['claim', 'invoke', 2, { owner: 'i-2/1' }],
        ['reap', 'invoke', 3, { epoch: 1, owner }],
        ['reap', 'ok', 3, reaped],
        ['claim', 'ok', 2, { owner: 'i-2/1', epoch: 2 }],
        ...canceled,
      ),
    ).toEqual([expect.stringMatching(/^S6 epochs of .* grew by more than one/)]);
  });

  it('is no excuse while no claim is under way: the epoch was skipped', () => {
    expect(
      judge(
        ...accepted,
        ['reap', 'invoke', 3, { epoch: 1, owner }],
        ['reap', 'ok', 3, reaped],
        ['claim', 'invoke', 2, { owner }],
        ['claim', 'ok', 2, { owner, epoch: 2 }],
        ...canceled,
      ),
    ).toEqual([expect.stringMatching(/^S6 epochs of .* grew by more than one/)]);
  });
});
