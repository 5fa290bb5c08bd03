import { type HistoryLine } from '@reelyard/ledger';
import { describe, expect, it } from '@jest/globals';
import { RecoveryWatch } from './recovery.ts';

const ref = { tenant: 'demo', job: 'job_1', n: 0 };
const line = (at: number, op: string, facts: object): HistoryLine => ({
  at,
  process: 'p',
  op,
  phase: 'ok',
  ref,
  ...facts,
});
const claim = (at: number, machine: string, epoch: number) => line(at, 'claim', { owner: `${machine}/1`, epoch });
const fault = (at: number, kind: string, victim: string): HistoryLine => ({
  ...{ at: at + 5, process: 'chaos', op: 'fault', phase: 'note', kind, times: 1 },
  ...{ since: at, victim },
});
const reap = (at: number, epoch: number, outcome = 'requeued') => line(at, 'reap', { epoch, outcome });

function watch(...lines: HistoryLine[]) {
  const watched = new RecoveryWatch();
  for (const each of lines) watched.take(each);
  return watched.finish();
}

describe('the recovery of interrupted tasks', () => {
  it('counts from the death of a machine to the answer of the next claim', () => {
    const { silent, silentUntilWaiting, noticed } = watch(
      claim(0, 'i-1', 1),
      fault(10_000, 'kill-instance', 'i-1'),
      reap(72_000, 1),
      claim(75_000, 'i-2', 2),
    );
    expect(silent).toMatchObject({ samples: 1, p50Seconds: 65, p99Seconds: 65, maxSeconds: 65 });
    expect(silentUntilWaiting).toMatchObject({ samples: 1, maxSeconds: 62 });
    expect(noticed.samples).toBe(0);
  });

  it('counts from a notice to the next claim, apart from silent deaths', () => {
    const handedBack = line(3_000, 'fail', { epoch: 1, class: 'infra', outcome: 'requeued' });
    const { silent, noticed } = watch(
      claim(0, 'i-1', 1),
      fault(1_000, 'spot-notice', 'i-1'),
      handedBack,
      claim(5_500, 'i-2', 2),
    );
    expect(noticed).toMatchObject({ samples: 1, p95Seconds: 4.5 });
    expect(silent.samples).toBe(0);
  });

  it('counts the end of a job that lost its last machine, and no job that its client ended', () => {
    expect(
      watch(claim(0, 'i-1', 1), fault(0, 'kill-agent', 'i-1'), reap(61_000, 1, 'job-failed')).silent,
    ).toMatchObject({
      samples: 1,
      maxSeconds: 61,
    });
    const canceled: HistoryLine = { ...line(9, 'cancel', {}), ref: { tenant: 'demo', job: 'job_1' } };
    expect(watch(claim(0, 'i-1', 1), fault(1, 'kill-agent', 'i-1'), canceled, claim(10, 'i-2', 2)).silent.samples).toBe(
      0,
    );
  });

  it('counts nothing for a machine that held nothing, nor for a task that its own machine finished after all', () => {
    expect(watch(claim(0, 'i-1', 1), fault(1, 'kill-agent', 'i-2'), claim(9, 'i-2', 2)).silent.samples).toBe(0);
    const done = line(5_000, 'complete', { epoch: 1 });
    expect(watch(claim(0, 'i-1', 1), fault(1, 'freeze-instance', 'i-1'), done).silent.samples).toBe(0);
  });

  it('takes a beat of the next holder for its claim, whose answer was lost', () => {
    const beat = line(4_000, 'heartbeat', { owner: 'i-2/1', epoch: 2 });
    expect(watch(claim(0, 'i-1', 1), fault(0, 'kill-agent', 'i-1'), beat).silent).toMatchObject({ maxSeconds: 4 });
  });

  it('tells the slowest of a hundred as p99 only when two are as slow', () => {
    const watched = new RecoveryWatch();
    for (let n = 0; n < 100; n += 1) {
      const each = { ref: { ...ref, n } };
      watched.take({ ...claim(0, `i-${n}`, 1), ...each });
      watched.take(fault(0, 'kill-agent', `i-${n}`));
      watched.take({ ...claim(n === 99 ? 90_000 : 10_000, 'i-x', 2), ...each });
    }
    expect(watched.finish().silent).toEqual({
      samples: 100,
      ...{ p50Seconds: 10, p95Seconds: 10, p99Seconds: 10, maxSeconds: 90 },
    });
  });
});
