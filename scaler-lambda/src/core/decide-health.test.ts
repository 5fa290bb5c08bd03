import { describe, expect, it } from '@jest/globals';
import { anAgent, aPolicy, aRow, NOW } from './builders.ts';
import { decideDrain, drainPolicy } from './decide-drain.ts';
import { decideHealth, type HealthSight } from './decide-health.ts';

const probe = { commandId: 'c', action: 'check', sentAt: NOW - 140_000, beat: 7 } as const;
const silentFor = (seconds: number, seen: Partial<HealthSight> = {}) => {
  const row = aRow({ agent: anAgent({ at: NOW - seconds * 1_000, beat: 7 }) });
  return decideHealth(row, { lifecycle: 'InService', holdsLease: false, ...seen }, aPolicy(), NOW).kind;
};

describe('an agent that went silent', () => {
  it('is none of our business for 45 s', () => expect(silentFor(45)).toBe('none'));
  it('is looked at once after that', () => expect(silentFor(46)).toBe('probe'));
  it('is restarted once when it is dead', () => {
    expect(silentFor(60, { probe, agentIsActive: false })).toBe('restart');
    expect(silentFor(90, { probe: { ...probe, action: 'restart' }, agentIsActive: false })).toBe('wait');
  });
  it('is left alone when it lives and merely cannot report', () =>
    expect(silentFor(60, { probe, agentIsActive: true })).toBe('wait'));
  it('keeps its instance while it holds a lease', () =>
    expect(silentFor(200, { probe, holdsLease: true })).toBe('wait'));
  it('costs its instance once the lease was taken back', () => expect(silentFor(200, { probe })).toBe('unhealthy'));
  it('is not judged by its own clock: one that beats is only late, however often it is looked at', () => {
    const beaten = { ...probe, beat: 6 };
    expect(silentFor(200, { probe: beaten })).toBe('beats');
    expect(silentFor(200, { probe: { ...probe, beatAt: NOW - 100_000 } })).toBe('wait');
    expect(silentFor(200, { probe: { ...probe, beatAt: NOW - 140_000 } })).toBe('unhealthy');
  });
  it('gets the whole time from the first look on, also when nobody looked before', () =>
    expect(silentFor(900, { probe: { ...probe, sentAt: NOW - 10_000 } })).toBe('wait'));
  it('is judged only in service', () => expect(silentFor(200, { lifecycle: 'Terminating:Wait' })).toBe('none'));
});

describe('an instance that is being terminated', () => {
  const drain = { kind: 'drain', epoch: 2, at: NOW - 10_000 } as const;
  it('goes when its agent has drained', () => {
    expect(decideDrain(aRow({ directive: drain, agent: anAgent({ state: 'drained' }) }), drainPolicy, NOW).kind).toBe(
      'complete',
    );
  });
  it('goes when no agent is there any more', () => {
    expect(decideDrain(undefined, drainPolicy, NOW).kind).toBe('complete');
    expect(decideDrain(aRow({ agent: anAgent({ at: NOW - 46_000 }) }), drainPolicy, NOW).kind).toBe('complete');
  });
  it('is held while its agent holds a lease, though it seems silent: its clock may be off, and a dead one loses the lease soon', () => {
    const row = aRow({ directive: drain, agent: anAgent({ state: 'busy', at: NOW - 46_000 }) });
    expect(decideDrain(row, drainPolicy, NOW, true).kind).toBe('wait');
    expect(decideDrain(row, drainPolicy, NOW, false).kind).toBe('complete');
    const late = { ...row, directive: { ...drain, at: NOW - drainPolicy.patienceMs - 1 } };
    expect(decideDrain(late, drainPolicy, NOW, true).kind).toBe('complete');
  });
  it('is asked to drain when somebody else wanted its end', () => {
    expect(decideDrain(aRow({ agent: anAgent({ state: 'busy' }) }), drainPolicy, NOW).kind).toBe('drain');
  });
  it('is held, by a heartbeat each minute, while its render ends', () => {
    const row = aRow({ directive: { ...drain, at: NOW - 70_000 }, agent: anAgent({ state: 'busy' }) });
    expect(decideDrain(row, drainPolicy, NOW).kind).toBe('heartbeat');
    expect(decideDrain({ ...row, directive: drain }, drainPolicy, NOW).kind).toBe('wait');
  });
});
