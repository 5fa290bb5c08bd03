import { describe, expect, it } from '@jest/globals';
import { artifactKey, artifactName, contentTypeOf } from './artifact-name.ts';
import { PUBLISH_MARGIN_MS, decideNotice } from './decide-notice.ts';
import { keepLease, retryDelayMs } from './keep-lease.ts';
import { expectedRestMs } from './progress-rate.ts';
import { addEngineFailure, isSuspect, shouldQuarantine } from './quarantine.ts';
import { progressReader } from './read-progress.ts';
import { watchEngine } from './watch-engine.ts';

describe('the expected rest of a render', () => {
  it('follows the rate of its progress', () => {
    expect(expectedRestMs(1_000, { at: 3_000, fraction: 0.5 }, 3_000)).toBe(2_000);
    expect(expectedRestMs(1_000, { at: 3_000, fraction: 0.5 }, 4_500)).toBe(500);
  });

  it('is unknown before the first progress, and never negative', () => {
    expect(expectedRestMs(0, undefined, 10)).toBeUndefined();
    expect(expectedRestMs(0, { at: 5, fraction: 0 }, 10)).toBeUndefined();
    expect(expectedRestMs(0, { at: 10, fraction: 0.5 }, 1_000)).toBe(0);
  });
});

describe('the watchdog', () => {
  const limits = {
    ...{ noProgressSeconds: 120, maxRunSeconds: 3_600, maxOutputMiB: 1 },
    ...{ memoryMiB: 1, diskMiB: 1, maxProcesses: 8 },
  };
  const vitals = { startedAt: 0, lastSignAt: 0, outputBytes: 0 };

  it('waits as long as the manifest says, and not longer', () => {
    expect(watchEngine(vitals, limits, 119_999).kind).toBe('fine');
    expect(watchEngine(vitals, limits, 120_000)).toMatchObject({ kind: 'kill', code: 'engine_hang' });
  });

  it('ends a run past its time or its output', () => {
    expect(watchEngine({ ...vitals, lastSignAt: 3_600_000 }, limits, 3_600_000)).toMatchObject({
      code: 'engine_limit',
    });
    expect(watchEngine({ ...vitals, outputBytes: 1_048_577 }, limits, 1)).toMatchObject({ code: 'engine_limit' });
  });

  it.each([
    [{ memoryBytes: 2_097_152 }, 'used 2 MiB of memory; 1 are allowed'],
    [{ scratchBytes: Infinity }, 'filled more than 1 MiB of its scratch folder'],
    [{ processes: 9 }, 'ran 9 processes; 8 are allowed'],
    [{ saidBytes: 256 * 1_048_576 + 1 }, 'printed more than 256 MiB'],
  ])('ends a run that takes too much of the machine, and says of what: %j', (taken, message) => {
    expect(watchEngine({ ...vitals, ...taken }, limits, 1)).toEqual({ kind: 'kill', code: 'engine_limit', message });
  });
});

describe('a lease', () => {
  const times = { heartbeatMs: 10_000, leaseMs: 60_000 };

  it('is tried for so often that a ledger which refuses four beats of five costs none', () => {
    let [tries, passedMs] = [0, times.heartbeatMs];
    while (passedMs < times.leaseMs) {
      tries += 1;
      const next = keepLease({ kind: 'unreachable' }, passedMs, tries, times);
      passedMs += next.kind === 'beat-in' ? next.ms : Infinity;
    }
    expect(0.8 ** tries).toBeLessThan(1e-4);
  });

  it('is let go at once when it is lost, and after twice the lease time of silence', () => {
    expect(keepLease({ kind: 'lost' }, 0, 0, times)).toMatchObject({ because: 'lease-lost' });
    expect(keepLease({ kind: 'job-ended' }, 0, 0, times)).toMatchObject({ because: 'job-ended' });
    expect(keepLease({ kind: 'unreachable' }, 119_999, 9, times)).toEqual({ kind: 'beat-in', ms: 1_000 });
    expect(keepLease({ kind: 'unreachable' }, 120_000, 9, times)).toMatchObject({ because: 'unreachable' });
  });

  it('is beaten sooner after a beat without an answer', () => {
    expect([1, 2, 3, 9].map((failures) => retryDelayMs(failures, 10_000))).toEqual([500, 1_000, 2_000, 10_000]);
  });
});

describe('a spot notice', () => {
  it('lets a render end only if its upload fits too', () => {
    expect(decideNotice({ leftMs: 120_000, expectedRestMs: 100_000 }).kind).toBe('finish');
    expect(decideNotice({ leftMs: 120_000, expectedRestMs: 120_000 - PUBLISH_MARGIN_MS + 1 }).kind).toBe('hand-back');
    expect(decideNotice({ leftMs: 120_000, expectedRestMs: undefined }).kind).toBe('hand-back');
  });
});

describe('quarantine', () => {
  const ref = (job: string) => ({ tenant: 'acme', job, n: 0 });
  const three = [ref('a'), ref('b'), ref('b')].reduce(addEngineFailure, []);

  it('needs three failures in a row over two jobs that both succeeded elsewhere', () => {
    expect(shouldQuarantine(three, [ref('a'), ref('b')])).toBe(true);
    expect(shouldQuarantine(three, [ref('b'), ref('b')])).toBe(false);
    expect(isSuspect([ref('a'), ref('b')])).toBe(false);
    expect(isSuspect([ref('a'), ref('a'), ref('a')])).toBe(false);
  });

  it('remembers a bounded history', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ref(`job_${n}`)).reduce(addEngineFailure, []);
    expect(many).toHaveLength(16);
  });
});

describe('artifacts', () => {
  it('have a key of their writer, task and epoch', () => {
    const ref = { tenant: 'acme', job: 'job_1', n: 3 };
    expect(artifactKey('AROA:i-1', ref, 2, 'v.mp4')).toBe('artifacts/AROA:i-1/acme/job_1/3/2/v.mp4');
  });

  it('are named after their file, unless two would share the name', () => {
    const all = ['video.mp4', 'video.webm', 'poster.jpg'];
    expect(all.map((file) => artifactName(file, 'mp4', all))).toEqual(['video.mp4', 'video.webm', 'poster']);
    expect(artifactName('part-3.mp4', 'segment', ['part-3.mp4'])).toBe('segment');
    expect(contentTypeOf('a.b.webm')).toBe('video/webm');
  });
});

describe('progress by a pattern', () => {
  it('reads frames or percent, and stays between nothing and all', () => {
    const frames = progressReader({ kind: 'pattern', pattern: 'frame=\\s*(?<frame>\\d+)' }, 200);
    expect(frames('frame=  50 fps=25')).toEqual({ fraction: 0.25, frame: 50, frames: 200 });
    expect(frames('no news')).toBeUndefined();
    expect(progressReader({ kind: 'pattern', pattern: '(?<percent>\\d+)%' }, 0)('110%')).toEqual({ fraction: 1 });
  });
});
