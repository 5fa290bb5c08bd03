/**
 * An engine as a child process: own group, clean environment, its scratch folder as home. Invariant: after `stop` or `sweep` nothing
 * that the engine started is alive, however it detached itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Readable } from 'node:stream';
import { findEngineLine } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';
import { type EngineExitStatus, type EngineRun, type EngineRunner, type RunningEngine } from '../ports.ts';
import { engineEnvironment } from './engine-environment.ts';
import { type EngineLeash, leashEngine } from './engine-leash.ts';
import { LineReader } from './line-reader.ts';
import { killBelonging, trySignal } from './kill-belonging.ts';

export interface EngineProcessOptions {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  /** The engine's own user, where the platform has one. */
  uid?: number;
  gid?: number;
}

/** A grandchild may hold our pipe open for ever: after the exit it is read no longer than this. */
const PIPE_GRACE_MS = 250;

export function engineProcesses(options: EngineProcessOptions): EngineRunner {
  return { start: (run) => startEngine(run, options) };
}

function startEngine(run: EngineRun, options: EngineProcessOptions): RunningEngine {
  const [command = '', ...argv] = run.argv;
  const child = spawn(command, argv, {
    cwd: run.scratch,
    env: engineEnvironment(options.environment, run.scratch),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  readLines(child.stdout, (line) => {
    const told = findEngineLine(line);
    if (told) run.onLine(told);
    else run.onOutput(line);
  });
  readLines(child.stderr, run.onOutput);
  const ended = awaitEnd(child, run, options.clock);
  const group = child.pid ?? -1;
  const kill = (): number => (child.pid === undefined ? 0 : killBelonging({ scratch: run.scratch, group }));
  return {
    pid: group,
    ended,
    endBy: tether(group, run.scratch, ended),
    stop: (graceMs) => stopEngine({ group, ended, kill, graceMs, clock: options.clock }),
    sweep: () => Promise.resolve(kill()),
  };
}

/** A leash is a process too: only an engine that has to be dead by some instant gets one. */
function tether(group: number, scratch: string, ended: Promise<unknown>): (at: number) => void {
  let leash: EngineLeash | undefined;
  let isOver = false;
  void ended.then(() => {
    isOver = true;
    leash?.letGo();
  });
  return (at) => {
    if (isOver || group < 0) return;
    leash ??= leashEngine(group, scratch);
    leash.endBy(at);
  };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  const reader = new LineReader(onLine);
  stream.on('data', (chunk: Buffer) => reader.push(chunk));
  stream.on('end', () => reader.end());
  stream.on('error', () => reader.end());
}

async function awaitEnd(child: ChildProcess, run: EngineRun, clock: Clock): Promise<EngineExitStatus> {
  const closed = once(child, 'close').then(
    () => undefined,
    () => undefined,
  );
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    const patience = new AbortController();
    await Promise.race([closed, clock.sleep(PIPE_GRACE_MS, patience.signal)]);
    patience.abort();
    child.stdout?.destroy();
    child.stderr?.destroy();
    return { code, signal };
  } catch (error) {
    run.onOutput(`cannot start ${run.argv[0] ?? ''}: ${error instanceof Error ? error.message : String(error)}`);
    return { code: 127, signal: null };
  }
}

interface Stop {
  group: number;
  ended: Promise<EngineExitStatus>;
  kill: () => number;
  graceMs: number;
  clock: Clock;
}

async function stopEngine({ group, ended, kill, graceMs, clock }: Stop): Promise<void> {
  signalGroup(group, 'SIGTERM');
  const patience = new AbortController();
  await Promise.race([ended, clock.sleep(graceMs, patience.signal)]);
  patience.abort();
  signalGroup(group, 'SIGKILL');
  kill();
  await ended;
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  if (group > 0) trySignal(-group, signal);
}
