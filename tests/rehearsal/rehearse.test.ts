import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repository } from '../../packages/cli/src/bundle/repository.ts';
import { type RehearsalReport } from '../../packages/cli/src/rehearse/report.ts';

/** `REELYARD_REHEARSAL=1` applies every stack to an emulated AWS; it takes minutes. */
const isWanted = process.env['REELYARD_REHEARSAL'] === '1';
const withinMs = 480_000;

function rehearsed(): void {
  it(
    'ends with an empty plan, a video that what was deployed has rendered, and nothing left',
    async () => {
      const argv = [repository('packages/cli/src/main.ts'), 'rehearse', '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, argv, { maxBuffer: 16 * 1024 * 1024 });
      const report = JSON.parse(stdout) as RehearsalReport;
      expect(report).toMatchObject({ ok: true, left: {}, job: { state: 'succeeded', frames: 50 } });
      expect(report.canary?.seconds).toBeGreaterThan(0);
      expect(new Set(Object.values(report.planAfterApply))).toEqual(new Set(['empty']));
      expect(report.destroyed + report.leftBehind.length).toBe(report.resources);
      expect(report.listed).toMatchObject({ table: 1, bucket: 3, queue: 6, function: 3, group: 2, cluster: 1 });
      expect(report.leftOut.every(({ why }) => why !== '')).toBe(true);
    },
    withinMs,
  );
}

function notRehearsed(): void {
  it('is not run unless REELYARD_REHEARSAL=1', () => {
    expect(isWanted).toBe(false);
  });
}

describe('the rehearsal', isWanted ? rehearsed : notRehearsed);
