import { describe, expect, it } from '@jest/globals';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { type Alarm, type MetricAlarm, partsOf } from './alarm.ts';
import { alarmsOf, describeAlarm } from './all-alarms.ts';
import { variablesOf } from './dashboards/check-dashboard.ts';
import { evaluateAlarm, type Period } from './evaluate.ts';
import { own } from './series.ts';
import { aView } from './testing.ts';

const alarms = alarmsOf(aView(prod));
const isMetric = (alarm: Alarm): alarm is MetricAlarm => alarm.kind === 'metric';

function getMetric(id: string): MetricAlarm {
  const found = alarms.filter(isMetric).find((alarm) => alarm.id === id);
  if (!found) throw new Error(`no alarm ${id}`);
  return found;
}

const times = (count: number, period: Period): Period[] => Array.from({ length: count }, () => period);
const stateOf = (id: string, ...periods: Period[]) => evaluateAlarm(getMetric(id), periods);

describe('every alarm', () => {
  it('has a name of its own', () => {
    const ids = alarms.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('is within what CloudWatch takes', () => {
    for (const environment of [dev, prod, rehearsal])
      for (const alarm of alarmsOf(aView(environment)).filter(isMetric)) {
        const { periodSeconds, periods, datapoints, series } = alarm;
        expect({ id: alarm.id, queries: Object.keys(series).length + 1 <= 10 }).toMatchObject({ queries: true });
        expect(periodSeconds % 60).toBe(0);
        expect(periodSeconds).toBeLessThanOrEqual(86_400);
        expect(periodSeconds * periods).toBeLessThanOrEqual(periodSeconds >= 3_600 ? 604_800 : 86_400);
        expect(datapoints).toBeLessThanOrEqual(periods);
        expect(describeAlarm(alarm).length).toBeLessThanOrEqual(1_024);
      }
  });

  it('reads only what it names, and all of it', () => {
    for (const { id, expression, series } of alarms.filter(isMetric)) {
      const read = [...new Set(variablesOf(expression))].sort();
      expect([id, read]).toEqual([id, Object.keys(series).sort()]);
    }
  });

  it('speaks, or is a part of what speaks', () => {
    const composites = alarms.filter((alarm) => alarm.kind === 'composite');
    const named = new Set(composites.flatMap(({ rule }) => partsOf(rule)));
    const ids = new Set(alarms.map(({ id }) => id));
    expect([...named].filter((id) => !ids.has(id))).toEqual([]);
    expect(alarms.filter(({ id, speaks }) => speaks === undefined && !named.has(id))).toEqual([]);
    expect(composites.flatMap(({ silencedBy }) => silencedBy ?? []).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('cannot name a metric with dimensions that it does not have', () => {
    expect(() => own(aView(prod), 'scaler/scaler.loop', 'Sum', { lane: 'bulk' })).toThrow(/by farm, not by lane/);
  });
});

describe('a burn alarm', () => {
  const page = 'submit-availability-14-4x-1h';

  it('speaks above its rate, and not at it', () => {
    expect(stateOf(page, { requests: 10_000, failed: 73 })).toBe('alarm');
    expect(stateOf(page, { requests: 10_000, failed: 72 })).toBe('ok');
  });

  it('counts what the load balancer answered for us', () => {
    expect(stateOf(page, { requests: 10_000, failed: 0, unreached: 80 })).toBe('alarm');
    expect(stateOf(page, { unreached: 80 })).toBe('alarm');
  });

  it('stays calm while fewer than three events were bad, and while nobody comes', () => {
    expect(stateOf(page, { requests: 4, failed: 2 })).toBe('ok');
    expect(stateOf(page, {})).toBe('ok');
  });

  it('over three days wants each of them to be over its rate', () => {
    const id = 'job-success-1x-3d';
    const bad = { succeeded: 9_980, failed: 20 };
    const good = { succeeded: 10_000, failed: 0 };
    expect(stateOf(id, bad, bad, bad)).toBe('alarm');
    expect(stateOf(id, bad, good, bad)).toBe('ok');
  });

  it('knows late starts by the percentile rank of their objective', () => {
    const id = 'start-within-express-6x-6h';
    expect(getMetric(id).series['timely']?.stat).toBe('PR(:30000)');
    expect(stateOf(id, { starts: 100, timely: 69 })).toBe('alarm');
    expect(stateOf(id, { starts: 100, timely: 71 })).toBe('ok');
    expect(stateOf(id, { starts: 4, timely: 50 })).toBe('ok');
  });
});

describe('the scaler', () => {
  it('is missed after three minutes without a tick, also when nobody says anything at all', () => {
    expect(stateOf('scaler-loop')).toBe('alarm');
    expect(stateOf('scaler-loop', { ticks: 6 }, {}, {})).toBe('ok');
    expect(stateOf('scaler-loop', { ticks: 6 }, {}, {}, {})).toBe('alarm');
  });

  it('is blind, not dead, while it ticks and sees nothing', () => {
    expect(stateOf('scaler-blind', ...times(10, { blind: 1 }))).toBe('alarm');
    expect(stateOf('scaler-blind', ...times(9, { blind: 1 }), { blind: 0.2 })).toBe('ok');
  });
});

describe('the canary', () => {
  const machine = { idle_0: 0.2, busy_0: 0.79 };

  it('pages when it failed twice in a row, and not for one failure', () => {
    expect(stateOf('canary-failed', { failed: 1 }, { failed: 1 })).toBe('alarm');
    expect(stateOf('canary-failed', { failed: 1 }, { failed: 0 }, { failed: 1 })).toBe('ok');
    expect(stateOf('canary-failed', { failed: 0 }, { failed: 1 })).toBe('ok');
    expect(stateOf('canary-failed', { failed: 1 }, {})).toBe('ok');
  });

  it('pages when machines are up and nobody sings', () => {
    expect(stateOf('canary-silent', ...times(3, machine))).toBe('alarm');
    expect(stateOf('canary-silent', ...times(3, { idle_1: 4 }))).toBe('alarm');
    expect(stateOf('canary-silent', ...times(2, machine), { ...machine, runs: 1 })).toBe('ok');
  });

  it('is neither dead nor failing while it skips a farm that sleeps, and is not missed there', () => {
    const skips = times(3, { ...machine, runs: 1, failed: 0 });
    expect([stateOf('canary-silent', ...skips), stateOf('canary-failed', ...skips)]).toEqual(['ok', 'ok']);
    expect(stateOf('canary-silent', ...times(3, { idle_0: 0, busy_0: 0 }))).toBe('ok');
    expect(stateOf('canary-silent')).toBe('ok');
  });

  it('pages nobody where there is none', () => {
    expect(alarmsOf(aView(dev)).filter(({ runbook }) => runbook === 'canary')).toEqual([]);
  });
});

describe('a lane', () => {
  const old = { oldest: 91, booting: 0, unmet: 0 };

  it('is stuck when its oldest task waits for three objectives and nothing explains it', () => {
    expect(stateOf('queue-stuck-express', ...times(3, old))).toBe('alarm');
    expect(stateOf('queue-stuck-express', ...times(3, { ...old, oldest: 89 }))).toBe('ok');
  });

  it('is not stuck while machines boot or a cap says why', () => {
    expect(stateOf('queue-stuck-express', ...times(3, { ...old, booting: 1 }))).toBe('ok');
    expect(stateOf('queue-stuck-express', ...times(3, { ...old, unmet: 2 }))).toBe('ok');
    expect(stateOf('capacity-unmet', ...times(10, { unmet: 2 }))).toBe('alarm');
  });
});

describe('what EC2, the account or the owner refuses', () => {
  it.each([
    ['no-capacity', 6],
    ['quota', 1],
    ['spend-cap', 2],
  ])('opens the ticket %s after %i periods of it, and not before', (id, periods) => {
    expect(stateOf(id, ...times(periods, { refused: 1 }))).toBe('alarm');
    expect(stateOf(id, ...times(periods - 1, { refused: 1 }), { refused: 0 })).toBe('ok');
    expect(stateOf(id, ...times(periods, {}))).toBe('ok');
  });

  it('opens one for capacity that somebody else wrote, once', () => {
    expect(stateOf('foreign-capacity', { foreign_1: 1 })).toBe('alarm');
    expect(stateOf('foreign-capacity', {})).toBe('ok');
  });

  it('pages when machines of a pool no longer boot', () => {
    expect(stateOf('breaker-open', ...times(3, { open_0: 1, open_1: 0 }))).toBe('alarm');
    expect(stateOf('breaker-open', ...times(2, { open_0: 1 }), { open_0: 0, open_1: 0 })).toBe('ok');
  });
});

describe('the rest', () => {
  it('pages for one deadline, one broken invariant, and messages that stay dead', () => {
    expect(stateOf('deadline-miss', { expired: 1 })).toBe('alarm');
    expect(stateOf('deadline-miss', { expired: 0 })).toBe('ok');
    expect(stateOf('invariant-violation', { agent: 1 })).toBe('alarm');
    expect(stateOf('invariant-violation', {})).toBe('ok');
    expect(stateOf('dead-letter', ...times(5, { messages: 1 }))).toBe('alarm');
    expect(stateOf('dead-letter', ...times(4, { messages: 1 }), {})).toBe('ok');
  });

  it('pages when a fifth of the leases is lost', () => {
    const claimed = { claimed_express: 5, claimed_standard: 5, claimed_bulk: 5 };
    expect(stateOf('lease-expiry', { ...claimed, expired_bulk: 4 })).toBe('alarm');
    expect(stateOf('lease-expiry', { ...claimed, expired_bulk: 3 })).toBe('ok');
    expect(stateOf('lease-expiry', { claimed_bulk: 2, expired_bulk: 2 })).toBe('ok');
  });

  it('tells the faults of the balancer from those of the server', () => {
    expect(stateOf('elb-5xx', { faults: 6 })).toBe('alarm');
    expect(stateOf('target-5xx', { faults: 6, requests: 94 })).toBe('alarm');
    expect(stateOf('target-5xx', { faults: 4, requests: 5 })).toBe('ok');
    expect(stateOf('target-5xx', { requests: 5_000 })).toBe('ok');
  });

  it('is down when no server is healthy, and when nobody tells', () => {
    expect(stateOf('targets-unhealthy', { healthy: 0 }, { healthy: 0 })).toBe('alarm');
    expect(stateOf('targets-unhealthy', {}, {})).toBe('alarm');
    expect(stateOf('targets-unhealthy', { healthy: 0 }, { healthy: 1 })).toBe('ok');
  });

  it('opens tickets for boots that fail, doorbells that are lost, functions that break and a throttled ledger', () => {
    expect(stateOf('bootstrap-failures', { failed_0: 1, failed_1: 1, booted_0: 10 })).toBe('alarm');
    expect(stateOf('bootstrap-failures', { failed_0: 1 })).toBe('ok');
    expect(stateOf('repaired-emits', { repaired_bulk: 5, accepted_bulk: 400 })).toBe('alarm');
    expect(stateOf('repaired-emits', { repaired_bulk: 5, accepted_bulk: 900 })).toBe('ok');
    expect(stateOf('function-errors', { scale: 2, lifecycle: 1 })).toBe('alarm');
    expect(stateOf('ledger-throttled', ...times(3, { writes: 10 }))).toBe('alarm');
  });
});
