/**
 * An engine as a child process: own group, clean environment, its scratch folder as home. Invariant: after `stop` or `sweep` nothing
 * that the engine started is alive, however it detached itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type Readable } from 'node:stream';
import { findEngineLine } from '@reelyard/contracts';
import { type Clock } from '@reelyard/runtime';
import { type EngineExitStatus, type EngineRun, type EngineRunner, type RunningEngine } from '../ports.ts';
import { engineEnvironment } from './engine-environment.ts';
import { EngineLeash } from './engine-leash.ts';
import { limitArgv } from './engine-limits.ts';
import { UsageMeter } from './engine-usage.ts';
import { type EngineUser, lendScratch, takeBackScratch, wipeStray } from './engine-user.ts';
import { LineReader } from './line-reader.ts';
import { killBelonging, trySignal } from './kill-belonging.ts';
import { type Belonging } from './process-tree.ts';

export interface EngineProcessOptions {
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  /** The engine's own user, where the platform has one. */
  user?: EngineUser | undefined;
}

/** A grandchild may hold our pipe open for ever: after the exit it is read no longer than this. */
const PIPE_GRACE_MS = 250;

export function engineProcesses(options: EngineProcessOptions): EngineRunner {
  return { start: (run) => startEngine(run, options) };
}

function startEngine(run: EngineRun, options: EngineProcessOptions): RunningEngine {
  const { user, clock } = options;
  const [command = '', ...argv] = run.fileMiB === undefined ? run.argv : limitArgv(run.argv, run.fileMiB);
  lendScratch(run.scratch, user);
  const leash = new EngineLeash(run.scratch);
  if (run.endBy !== undefined) leash.endBy(run.endBy);
  const child = spawn(command, argv, {
    cwd: run.scratch,
    env: engineEnvironment(options.environment, run.scratch),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  volunteer(child.pid);
  const said = listen(child, run);
  const group = child.pid ?? -1;
  if (group > 0) leash.hold(group);
  const ended = awaitEnd(child, run, clock).finally(() => {
    leash.letGo();
    takeBackScratch(run.scratch, user);
  });
  const of: Belonging = { scratch: run.scratch, group, uid: user?.uid };
  const meter = new UsageMeter(of);
  const kill = async (): Promise<number> => (child.pid === undefined ? 0 : killBelonging({ ...of, seen: meter.seen }));
  return {
    pid: group,
    ended,
    usage: () => ({ ...meter.read(), saidBytes: said.bytes }),
    endBy: (at) => leash.endBy(at),
    stop: (graceMs) => stopEngine({ group, ended, kill, graceMs, clock }),
    sweep: async () => {
      const killed = await kill();
      wipeStray(user);
      return killed;
    },
  };
}

/** Should the machine run out of memory before the watchdog looks, the kernel takes the engine and not the agent (proc(5)). */
function volunteer(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '800');
  } catch {
    return;
  }
}

/** @returns how much it has said by now, on both outputs */
function listen(child: ChildProcess, run: EngineRun): { bytes: number } {
  const said = { bytes: 0 };
  const hear = (line: string): void => {
    const told = findEngineLine(line);
    if (told) run.onLine(told);
    else run.onOutput(line);
  };
  if (child.stdout) readLines(child.stdout, said, hear);
  if (child.stderr) readLines(child.stderr, said, run.onOutput);
  return said;
}

function readLines(stream: Readable, said: { bytes: number }, onLine: (line: string) => void): void {
  const reader = new LineReader(onLine);
  stream.on('data', (chunk: Buffer) => {
    said.bytes += chunk.length;
    reader.push(chunk);
  });
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
  kill: () => Promise<number>;
  graceMs: number;
  clock: Clock;
}

async function stopEngine({ group, ended, kill, graceMs, clock }: Stop): Promise<void> {
  signalGroup(group, 'SIGTERM');
  const patience = new AbortController();
  await Promise.race([ended, clock.sleep(graceMs, patience.signal)]);
  patience.abort();
  signalGroup(group, 'SIGKILL');
  await kill();
  await ended;
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  if (group > 0) trySignal(-group, signal);
}
