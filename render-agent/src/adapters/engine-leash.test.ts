import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@reelyard/runtime';
import { type RunningEngine } from '../ports.ts';
import { until } from '../testing/test-farm.ts';
import { engineProcesses } from './engine-process.ts';
import { findBelonging } from './process-tree.ts';

let scratch: string;
let lines: string[];
let running: RunningEngine | undefined;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'reelyard-leash-'));
  lines = [];
});
afterEach(async () => {
  await running?.stop(0);
  rmSync(scratch, { recursive: true, force: true });
});

const stubborn = `for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => {}); console.log('ready'); setInterval(() => {}, 1000);`;

/** Ends by itself when there is a file `done` in its scratch folder. */
const untilDone = `console.log('ready'); setInterval(() => { if (require('node:fs').existsSync('done')) process.exit(); }, 20);`;

async function start(script: string, endBy?: number): Promise<RunningEngine> {
  const runner = engineProcesses({ clock: systemClock, environment: process.env });
  running = runner.start({
    argv: [process.execPath, '-e', script],
    scratch,
    ...(endBy === undefined ? {} : { endBy }),
    onLine: () => undefined,
    onOutput: (line) => lines.push(line),
  });
  await until('the engine runs', () => lines.includes('ready'));
  return running;
}

/** An agent that holds a leash, which it got as told. */
async function startAgent(program: string): Promise<ChildProcess> {
  const module = new URL('./engine-leash.ts', import.meta.url).href;
  const script = `const { EngineLeash } = await import(${JSON.stringify(module)}); ${program}
    leash.endBy(Date.now() + 600000); console.log('leashed'); setInterval(() => {}, 1000);`;
  const argv = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, scratch];
  const agent = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(agent.stdout, 'data');
  return agent;
}

/** A process that does nothing but wait for that instant: a machine that stands still keeps both. @returns when it has ended */
async function endsAt(at: number): Promise<number> {
  const script = `setInterval(() => { if (Date.now() >= ${at}) process.exit(); }, 10)`;
  await once(spawn(process.execPath, ['-e', script], { stdio: 'ignore' }), 'exit');
  return Date.now();
}

describe('an engine on a leash', () => {
  it('is dead soon after its instant, though nobody in this process ends it', async () => {
    const engine = await start(stubborn);
    const at = Date.now() + 3_000;
    engine.endBy(at);
    const peer = endsAt(at);
    expect(await engine.ended).toEqual({ code: null, signal: 'SIGKILL' });
    const diedAt = Date.now();
    expect(diedAt - at).toBeGreaterThanOrEqual(-50);
    expect(diedAt - (await peer)).toBeLessThan(1_000);
  });

  it('lives on while its instant is moved, and ends by itself when it is done', async () => {
    const engine = await start(untilDone);
    const at = Date.now() + 3_000;
    engine.endBy(at);
    const moved = setInterval(() => engine.endBy(Date.now() + 60_000), 100);
    try {
      await until('its first instant has passed', () => Date.now() > at + 300);
      writeFileSync(join(scratch, 'done'), '');
      expect(await engine.ended).toEqual({ code: 0, signal: null });
    } finally {
      clearInterval(moved);
    }
  });

  it('takes with it what it started in a session of its own', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { detached: true, stdio: 'ignore', cwd: '/' }).unref();`;
    const engine = await start(`${child}${stubborn}`);
    engine.endBy(Date.now() + 300);
    await engine.ended;
    await until('nothing is left', () => findBelonging({ scratch, group: engine.pid }).length === 0);
  });

  it('dies with its agent, which is killed without a word', async () => {
    const engine = await start(stubborn);
    const agent = await startAgent(`const leash = new EngineLeash(process.argv[1]); leash.hold(${engine.pid});`);
    agent.kill('SIGKILL');
    expect(await engine.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('dies with an agent that is killed in the moment between the two', async () => {
    const agent = await startAgent('const leash = new EngineLeash(process.argv[1]);');
    const engine = await start(stubborn);
    agent.kill('SIGKILL');
    expect(await engine.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is on it from its first moment when its instant is known', async () => {
    const at = Date.now() + 3_000;
    const engine = await start(stubborn, at);
    expect(await engine.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(Date.now()).toBeGreaterThanOrEqual(at - 50);
  });
});
