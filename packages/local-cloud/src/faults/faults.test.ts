import { describe, expect, it } from '@jest/globals';
import { Faults } from './faults.ts';
import { type FaultRule, parseRule } from './rule.ts';

const caller = { service: 'dynamodb', action: 'PutItem', accessKeyId: 'AKIA-i-0abc-1' };
const aRule = (changes: Partial<FaultRule>): FaultRule => ({ id: 'rule', match: {}, kind: 'throttle', ...changes });

function faultsWith(...rules: FaultRule[]): Faults {
  const faults = new Faults();
  for (const rule of rules) faults.add(rule);
  return faults;
}

describe('faults', () => {
  it('nothing happens without rules', () => {
    const faults = new Faults();
    expect(faults.callFate(caller)).toBeUndefined();
    expect(faults.messageFate('lane')).toBe('deliver');
    expect(faults.hasTransactionConflict(caller)).toBe(false);
  });

  it('a rule hits only the calls that match all it names', () => {
    const match = { service: 'dynamodb', action: 'PutItem', instanceOrKey: 'AKIA-i-0abc' };
    const faults = faultsWith(aRule({ match }));
    expect(faults.callFate(caller)?.then).toBe('throttle');
    expect(faults.callFate({ ...caller, service: 'sqs' })).toBeUndefined();
    expect(faults.callFate({ ...caller, action: 'GetItem' })).toBeUndefined();
    expect(faults.callFate({ ...caller, accessKeyId: 'AKIA-i-0def' })).toBeUndefined();
    expect(faults.list()).toMatchObject([{ id: 'rule', injected: 1, seen: 1 }]);
  });

  it('a rule is spent after its times', () => {
    const faults = faultsWith(aRule({ times: 2 }));
    const fates = [1, 2, 3].map(() => faults.callFate(caller)?.then);
    expect(fates).toEqual(['throttle', 'throttle', undefined]);
  });

  it('a rule hits the calls of one place in the code, and lets as many through first as it says', () => {
    const faults = faultsWith(aRule({ match: { site: 'reaper.reap' }, after: 1, times: 1 }));
    const at = (site?: string) => faults.callFate({ ...caller, ...(site && { site }) })?.then;
    expect([at('reaper'), at(), at('reaper.reap'), at('reaper.reap'), at('reaper.reap')]).toEqual([
      ...[undefined, undefined, undefined],
      ...['throttle', undefined],
    ]);
  });

  it('a rule that lasts until its caller gives up hits each try of the call, and counts the call once', () => {
    const faults = faultsWith(aRule({ times: 1, untilGivenUp: true }));
    const tries = ['a', 'a', 'b', 'a'].map((invocation) => faults.callFate({ ...caller, invocation })?.then);
    expect(tries).toEqual(['throttle', 'throttle', undefined, 'throttle']);
    expect(faults.list()).toMatchObject([{ injected: 1 }]);
  });

  it('the same seed hits the same calls, about as many as the percentage says', () => {
    const draw = (seed: number) => {
      const faults = faultsWith(aRule({ match: { percent: 30 }, seed }));
      return Array.from({ length: 1000 }, () => faults.callFate(caller) !== undefined);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const hits = draw(7).filter(Boolean).length;
    expect(hits).toBeGreaterThan(250);
    expect(hits).toBeLessThan(350);
  });

  it('delays add up and then the other fault happens', () => {
    const faults = faultsWith(
      aRule({ id: 'a', kind: 'delay', ms: 5 }),
      aRule({ id: 'b', kind: 'delay', ms: 7 }),
      aRule({ id: 'c', kind: 'partition' }),
    );
    expect(faults.callFate(caller)).toEqual({ delayMs: 12, then: 'partition', ruleId: 'c' });
  });

  it('message faults concern the queue that they name, and no calls', () => {
    const faults = faultsWith(
      aRule({ id: 'a', kind: 'drop-message', match: { resource: 'lane-a' }, times: 1 }),
      aRule({ id: 'b', kind: 'duplicate-message', match: { resource: 'lane-b' } }),
      aRule({ id: 'c', kind: 'reorder', match: { resource: 'lane-c' } }),
    );
    expect(faults.messageFate('lane-a')).toBe('drop');
    expect(faults.messageFate('lane-a')).toBe('deliver');
    expect(faults.messageFate('lane-b')).toBe('duplicate');
    expect(faults.messageFate('lane-c')).toBe('reorder');
    expect(faults.callFate({ ...caller, service: 'sqs' })).toBeUndefined();
  });

  it('a removed rule is gone and lets go of what it held', () => {
    const faults = faultsWith(aRule({ kind: 'never' }));
    let released = 0;
    faults.hold(() => (released += 1));
    faults.hold(() => (released += 1))();
    expect(faults.remove('rule')).toBe(true);
    expect(faults.remove('rule')).toBe(false);
    expect(released).toBe(1);
    expect(faults.callFate(caller)).toBeUndefined();
  });
});

describe('fault rules', () => {
  const id = () => 'made';

  it('a rule without an id gets one', () => {
    expect(parseRule({ kind: 'delay', ms: 10 }, id)).toEqual({ id: 'made', kind: 'delay', ms: 10, match: {} });
  });

  it.each([
    [null, 'a rule is an object'],
    [{ kind: 'explode' }, 'kind is one of'],
    [{ kind: 'delay', match: 'all' }, 'match is an object'],
    [{ kind: 'delay', ms: '10' }, 'ms is a number'],
    [{ kind: 'delay', ms: -1 }, 'ms is not negative'],
    [{ kind: 'delay', speed: 1 }, 'speed is unknown'],
    [{ kind: 'delay', match: { servce: 'sqs' } }, 'match.servce is unknown'],
    [{ kind: 'apply-then-fail', reply: 'maybe' }, 'reply is reset or error500'],
  ])('%j is refused: %s', (rule, message) => {
    expect(parseRule(rule, id)).toContain(message);
  });
});
