import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../../index.ts';
import { parseFilter } from './filter-pattern.ts';

/** A cloud whose clock the test moves, and its Logs service as an in-process caller reaches it. */
const withLogs = async (
  use: (call: (action: string, body: object) => Promise<Record<string, unknown>>) => Promise<void>,
) => {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-logs-'));
  const cloud = await startLocalCloud({ dir });
  try {
    await use((action, body) => cloud.host.call('logs', action, { ...body }));
  } finally {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  }
};
const place = { logGroupName: '/reelyard/dev', logStreamName: 'agent' };
const line = (timestamp: number, message: string) => ({ timestamp, message });

describe('CloudWatch Logs', () => {
  it('gives back what was put, in order of time, page by page', () =>
    withLogs(async (call) => {
      await call('CreateLogGroup', place);
      await call('CreateLogStream', place);
      await call('PutLogEvents', { ...place, logEvents: [line(3, 'c'), line(1, 'a'), line(2, 'b')] });
      const first = await call('FilterLogEvents', { ...place, limit: 2 });
      expect(first['events']).toMatchObject([{ message: 'a' }, { message: 'b' }]);
      const rest = await call('FilterLogEvents', { ...place, nextToken: first['nextToken'] });
      expect(rest['events']).toMatchObject([{ message: 'c', logStreamName: 'agent' }]);
      expect(rest['nextToken']).toBeUndefined();
      expect(await call('FilterLogEvents', { ...place, startTime: 2, endTime: 3 })).toMatchObject({
        events: [{ message: 'b' }],
      });
    }));

  it('tells forward readers where they are, also when there is nothing new', () =>
    withLogs(async (call) => {
      await call('CreateLogGroup', place);
      await call('CreateLogStream', place);
      await call('PutLogEvents', { ...place, logEvents: [line(1, 'a')] });
      const first = await call('GetLogEvents', place);
      const again = await call('GetLogEvents', { ...place, nextToken: first['nextForwardToken'] });
      expect(again).toMatchObject({ events: [], nextForwardToken: first['nextForwardToken'] });
    }));

  it('knows its groups with their retention and refuses what is there or is not', () =>
    withLogs(async (call) => {
      await call('CreateLogGroup', place);
      await call('PutRetentionPolicy', { ...place, retentionInDays: 14 });
      expect(await call('DescribeLogGroups', { logGroupNamePrefix: '/reelyard' })).toMatchObject({
        logGroups: [{ logGroupName: '/reelyard/dev', retentionInDays: 14 }],
      });
      await expect(call('CreateLogGroup', place)).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
      await expect(call('PutLogEvents', place)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
      await call('DeleteLogGroup', place);
      await expect(call('GetLogEvents', place)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    }));
});

describe('a filter pattern', () => {
  it.each([
    ['', 'anything', true],
    ['job_1 error', 'error of job_1', true],
    ['job_1 error', 'job_1 went well', false],
    ['-debug job_1', 'debug job_1', false],
    ['?red ?green', 'a green light', true],
    ['"no such job"', 'no such job here', true],
    ['{ $.jobId = "job_1" && $.level != info }', '{"jobId":"job_1","level":"error"}', true],
    ['{ $.jobId = "job_1" && $.level != info }', '{"jobId":"job_1","level":"info"}', false],
    ['{ $.error.code = E1 }', '{"error":{"code":"E1"}}', true],
    ['{ $.jobId = job_1 }', 'not json', false],
  ])('%s on %s: %s', (pattern, message, isMatch) => {
    expect(parseFilter(pattern)(message)).toBe(isMatch);
  });

  it('is refused when it says more than is understood', () => {
    expect(() => parseFilter('{ $.a = 1 || $.b = 2 }')).toThrow(/Invalid filter pattern/);
  });
});
