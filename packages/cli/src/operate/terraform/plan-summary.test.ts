import { describe, expect, it } from '@jest/globals';
import { changeWords, countWords, isEmpty, summarizePlan } from './plan-summary.ts';

const aChange = (address: string, change: object, mode = 'managed'): object => ({
  address,
  mode,
  type: address.split('.')[0],
  change: { before: null, after: null, ...change },
});
const summarize = (plan: object): ReturnType<typeof summarizePlan> => summarizePlan(JSON.stringify(plan));

describe('the summary of a plan', () => {
  it('counts what would be made, changed, replaced and ended', () => {
    const summary = summarize({
      resource_changes: [
        aChange('aws_vpc.a', { actions: ['create'] }),
        aChange('aws_sqs_queue.b', {
          actions: ['update'],
          before: { delay: 1, name: 'b' },
          after: { delay: 2, name: 'b' },
        }),
        aChange('aws_lb.c', { actions: ['delete', 'create'], before: { name: 'c' }, after: { name: 'd' } }),
        aChange('aws_lb.d', {
          actions: ['create', 'delete'],
          before: { name: 'c' },
          after: {},
          after_unknown: { name: true },
        }),
        aChange('aws_iam_role.e', { actions: ['delete'] }),
        aChange('aws_vpc.f', { actions: ['no-op'] }),
      ],
    });
    expect(summary).toMatchObject({ create: 1, update: 1, replace: 2, destroy: 1 });
    expect(countWords(summary)).toBe('+1 ~1 ±2 -1');
    expect(summary.changes.map(changeWords)).toEqual([
      '+ aws_vpc.a',
      '~ aws_sqs_queue.b (delay)',
      '± aws_lb.c (name)',
      '± aws_lb.d (name)',
      '- aws_iam_role.e',
    ]);
  });

  it('tells what somebody changed outside from what the sources have changed', () => {
    const update = { actions: ['update'], before: { tags: {} }, after: { tags: { a: 'b' } } };
    const summary = summarize({
      resource_changes: [aChange('aws_vpc.outside', update), aChange('aws_vpc.ours', update)],
      resource_drift: [aChange('aws_vpc.outside', update)],
    });
    expect(summary.changes.map(({ address, isOutside }) => [address, isOutside])).toEqual([
      ['aws_vpc.outside', true],
      ['aws_vpc.ours', false],
    ]);
    expect(summary.changes.map(changeWords)[0]).toContain('changed outside');
  });

  it('tells what is gone, and what AWS has only written in another form, apart', () => {
    const rewritten = { actions: ['update'], before: { policy: '{ }', delay: 1 }, after: { policy: '{}', delay: 1 } };
    const update = { actions: ['update'], before: { policy: '{}', delay: 1 }, after: { policy: '{}', delay: 2 } };
    const summary = summarize({
      resource_changes: [aChange('aws_sqs_queue.ours', update), aChange('aws_vpc.gone', { actions: ['create'] })],
      resource_drift: [aChange('aws_sqs_queue.ours', rewritten), aChange('aws_vpc.gone', { actions: ['delete'] })],
    });
    expect(summary.changes.map(({ isOutside }) => isOutside)).toEqual([false, true]);
  });

  it('does not count what the stack ignores on purpose, as the capacity that the scaler sets', () => {
    const drift = aChange('aws_autoscaling_group.pool', {
      actions: ['update'],
      before: { desired_capacity: 0 },
      after: { desired_capacity: 3 },
    });
    const same = aChange('aws_autoscaling_group.pool', { actions: ['no-op'] });
    expect(isEmpty(summarize({ resource_changes: [same], resource_drift: [drift] }))).toBe(true);
  });

  it('does not count data that is only read', () => {
    expect(isEmpty(summarize({ resource_changes: [aChange('data.aws_vpc.a', { actions: ['read'] }, 'data')] }))).toBe(
      true,
    );
  });

  it('is not empty when an output alone changes', () => {
    const summary = summarize({ output_changes: { url: { actions: ['update'], before: 'a', after: 'b' } } });
    expect(isEmpty(summary)).toBe(false);
    expect(countWords(summary)).toBe('outputs alone');
  });

  it('never repeats a value', () => {
    const secret = { actions: ['update'], before: { password: 'hunter2' }, after: { password: 'hunter3' } };
    expect(JSON.stringify(summarize({ resource_changes: [aChange('aws_db.a', secret)] }))).not.toContain('hunter');
  });

  it('takes an attribute that is unknown in part for a changed one, and one without unknown parts for the same', () => {
    const change = {
      actions: ['update'],
      before: { rule: [{ id: 1 }], tags: {} },
      after: { rule: [{}], tags: {} },
      after_unknown: { rule: [{ id: true }], tags: {} },
    };
    expect(summarize({ resource_changes: [aChange('aws_sg.a', change)] }).changes[0]?.attributes).toEqual(['rule']);
  });

  it('is refused for a text that is no plan', () => {
    expect(() => summarizePlan('[]')).toThrow();
    expect(() => summarizePlan('Error: no plan')).toThrow();
  });
});
