import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcess, systemClock } from '@reelyard/runtime';
import { type RunningEngine } from '../ports.ts';
import { until } from '../testing/test-farm.ts';
import { engineProcesses } from './engine-process.ts';
import { LineReader } from './line-reader.ts';
import { findBelonging } from './process-tree.ts';

let scratch: string;
let lines: string[];
let running: RunningEngine;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'reelyard-engine-'));
  lines = [];
});
afterEach(async () => {
  await running.stop(0);
  rmSync(scratch, { recursive: true, force: true });
});

const secrets = {
  AWS_SECRET_ACCESS_KEY: 'canary',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'canary',
  LEDGER_TABLE: 'canary',
};
function run(script: string): RunningEngine {
  const runner = engineProcesses({ clock: systemClock, environment: { PATH: process.env['PATH'], ...secrets } });
  running = runner.start({
    argv: [process.execPath, '-e', script],
    scratch,
    onLine: (line) => lines.push(JSON.stringify(line)),
    onOutput: (line) => lines.push(line),
  });
  return running;
}

describe('an engine process', () => {
  it('sees nothing of our environment that opens a door', async () => {
    await run('console.log(JSON.stringify(process.env)); console.log(process.cwd())').ended;
    expect(lines.join()).not.toContain('canary');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ HOME: scratch, TMPDIR: scratch, TZ: 'UTC' });
    expect(lines[1]).toBe(scratch);
  });

  it('is heard line by line, protocol and chatter apart', async () => {
    const script = `console.log('{"progress":{"frame":1,"frames":2}}'); console.error('chatter')`;
    expect(await run(script).ended).toEqual({ code: 0, signal: null });
    expect(lines.sort()).toEqual(['chatter', '{"progress":{"frame":1,"frames":2}}']);
  });

  it('ends though a grandchild holds its output open, and the grandchild is found', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { detached: true, stdio: 'inherit', cwd: '/' }).unref()`;
    await run(child).ended;
    expect(await running.sweep()).toBe(1);
    expect(findBelonging({ scratch, group: running.pid })).toEqual([]);
  });

  it('is swept when its last process is dead: one that is killed and still gives its memory back lives', async () => {
    const heavy = 'Buffer.alloc(600e6, 1); console.log(process.pid); setTimeout(() => {}, 600000)';
    await run(`const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(heavy)}], { detached: true });
      child.stdout.once('data', (pid) => process.stdout.write(pid, () => process.exit()))`).ended;
    const pid = Number(lines[0]);
    expect(findProcess(pid)).toMatchObject({ pid });
    expect(await running.sweep()).toBe(1);
    expect(findProcess(pid)).toBeUndefined();
  });

  it('is killed when it ignores SIGTERM', async () => {
    const engine = run(`process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)`);
    await until('it is ready', () => lines.includes('ready'));
    await engine.stop(50);
    expect(await engine.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe('lines', () => {
  it('are cut when an engine never ends one', () => {
    const heard: number[] = [];
    const reader = new LineReader((line) => heard.push(line.length));
    for (let n = 0; n < 5; n += 1) reader.push(Buffer.alloc(30_000, 'x'));
    reader.end();
    expect(Math.max(...heard)).toBeLessThanOrEqual(65_536);
  });

  it('may be ended by carriage returns, and characters may be split between reads', () => {
    const heard: string[] = [];
    const reader = new LineReader((line) => heard.push(line));
    const bytes = Buffer.from('10 %\r20 %\rfertig – ✓\n');
    for (const byte of bytes) reader.push(Buffer.from([byte]));
    expect(heard).toEqual(['10 %', '20 %', 'fertig – ✓']);
  });
});
