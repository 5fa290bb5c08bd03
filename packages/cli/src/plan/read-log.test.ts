import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findRecord } from './log-records.ts';
import { readLogs } from './read-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (records: readonly object[], name = 'farm.log'): string => {
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  const file = join(dir, name);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};

const atSecond = (second: number): string => new Date(second * 1_000).toISOString();
const agent = (event: string, second: number, more: object = {}) => ({
  ...{ level: 'info', event, time: atSecond(second), tenantId: 'acme', jobId: 'job_1', taskId: 0, lane: 'express' },
  ...more,
});

const look = { engine: 'reel', frames: 30, pixels: 1_000 };
const waiting = (job: string, enqueuedAt: number) => ({
  ...{ job, n: 0, lane: 'bulk', enqueuedAt, notBefore: 0, deadlineAt: 1_000_000 },
  ...look,
});
const report = (change: object = {}) => ({
  id: 'i-1',
  agent: { owner: 'i-1/1', at: 0, tasks: [], served: [], ...change },
});
const snapshot = (at: number, tasks: readonly object[], ...instances: readonly object[]) => ({
  event: 'scaler.snapshot',
  snapshot: { kind: 'seen', at, waiting: tasks, instances },
});
const served = (seq: number, seconds: number) => ({ ...look, engineVersion: '1.0.0', seq, seconds });

describe('the past in the logs of agents', () => {
  it('is exact: a task arrived before it was claimed by what it had waited, and took until it was done', async () => {
    const file = write([
      agent('task.claimed', 100, { waitedMs: 30_000 }),
      agent('engine.started', 101, { engine: 'scripted' }),
      agent('task.done', 145),
      agent('task.claimed', 160, { jobId: 'job_2', waitedMs: 0 }),
      agent('task.done', 161, { jobId: 'job_2' }),
    ]);
    const { trace } = await readLogs([file]);
    expect(trace).toMatchObject([
      { at: 0, service: 45, lane: 'express', tenant: 'acme', engine: 'scripted' },
      { at: 90, service: 1 },
    ]);
  });

  it('counts the run that ended well, and of a task that was claimed ahead from its engine on', async () => {
    const file = write([
      agent('task.claimed', 0, { waitedMs: 0 }),
      agent('task.claimed', 50, { ahead: true }),
      agent('engine.started', 60),
      agent('task.done', 70),
    ]);
    expect((await readLogs([file])).trace).toMatchObject([{ at: 0, service: 10 }]);
  });

  it('is read out of several files, gzipped too', async () => {
    const files = [
      write([agent('task.claimed', 0, { waitedMs: 0 })], 'a.log.gz'),
      write([agent('task.done', 5)], 'b.log'),
    ];
    expect((await readLogs(files)).trace).toMatchObject([{ service: 5 }]);
  });
});

describe('the past in the log of the scaler', () => {
  it('has the arrivals that it saw waiting, with the service that agents told it', async () => {
    const file = write([
      snapshot(1_000, [waiting('job_1', 500)], report()),
      snapshot(2_000, [], report({ tasks: [{ job: 'job_1', n: 0, tenant: 'acme' }] })),
      snapshot(30_000, [], report({ served: [served(1, 25)] })),
      snapshot(32_000, [], report({ served: [served(1, 25)] })),
    ]);
    const { trace, remarks } = await readLogs([file]);
    expect(trace).toEqual([
      expect.objectContaining({ at: 0, service: 25, lane: 'bulk', tenant: 'acme', ...look, deadlineSeconds: 999.5 }),
    ]);
    expect(remarks).toEqual([]);
  });

  it('counts a task once that was gone between two looks, and says of one that was never seen', async () => {
    const file = write([
      snapshot(0, [], report()),
      snapshot(10_000, [waiting('job_1', 9_000)], report()),
      snapshot(20_000, [], report({ at: 20_000, served: [served(1, 4), served(2, 3)] })),
    ]);
    const { trace, remarks } = await readLogs([file]);
    expect(trace.map(({ at, service }) => [at, service])).toEqual([
      [0, 4],
      [8, 3],
    ]);
    expect(remarks).toEqual(['1 tasks began and ended between two looks: they arrive when they began']);
  });

  it('leaves out what agents had served before it begins', async () => {
    const file = write([
      snapshot(0, [], report({ served: [served(7, 4)] })),
      snapshot(9_000, [], report({ at: 9_000, served: [served(7, 4), served(8, 5)] })),
    ]);
    expect((await readLogs([file])).trace.map(({ service }) => service)).toEqual([5]);
  });
});

describe('a log that tells of no task', () => {
  it('is refused with what was looked for', async () => {
    const file = write([{ event: 'server.listening' }]);
    await expect(readLogs([file])).rejects.toThrow(/1 records, and neither a scaler.snapshot .* nor a task.claimed/);
  });

  it('is refused by name when it cannot be read', async () => {
    await expect(readLogs([join(dir, 'none.log')])).rejects.toThrow(/--log .*none.log: ENOENT/);
    writeFileSync(join(dir, 'not.gz'), 'plain text');
    await expect(readLogs([join(dir, 'not.gz')])).rejects.toThrow(/not.gz: incorrect header check/);
  });
});

describe('a line of a log', () => {
  it.each([
    ['{"event":"x"}', 'as we write it'],
    ['2026-01-01T00:00:00.000Z {"event":"x"}', 'exported to S3'],
    ['2026-01-01T00:00:00 agents/i-1 {"event":"x"}', 'by aws logs tail'],
    ['      "message": "{\\"event\\":\\"x\\"}",', 'by aws logs filter-log-events'],
    ['{"time":"t","message":"{\\"event\\":\\"x\\"}"}', 'wrapped as text'],
    ['{"time":"t","message":{"event":"x"}}', 'wrapped by Lambda'],
  ])('%s is understood %s', (line) => {
    expect(findRecord(line)).toEqual({ event: 'x' });
  });

  it.each(['', 'START RequestId: 1', '{', '  "events": [{', '[1]'])('%j is passed over', (line) => {
    expect(findRecord(line)).toBeUndefined();
  });
});
