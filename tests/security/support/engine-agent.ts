/** The scripted engine run as an agent runs it, with a user of its own where this process may give it one. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBuiltInEngine } from '@reelyard/engines';
import { findProcess, systemClock } from '@reelyard/runtime';
import { engineProcesses } from '../../../render-agent/src/adapters/engine-process.ts';
import { findEngineUser } from '../../../render-agent/src/adapters/engine-user.ts';
import { type RunningEngine } from '../../../render-agent/src/ports.ts';

/** A user that no machine gives to anybody else, and no other process that runs engines here: each ends all that its engine's user has running. */
export const ENGINE_UID = 61_234 + (process.pid % 4_000);
/** Another user can be had by root alone. */
export const canIsolate = process.getuid?.() === 0;

export interface Escape {
  ok?: boolean;
  error?: string;
  found?: string | string[];
  environment?: Record<string, string>;
  uid?: number;
  groups?: number[];
  hidden?: number;
  shell?: number;
  peek?: string;
  [more: string]: unknown;
}

export interface EngineRun {
  scratch: string;
  out: string;
  running: RunningEngine;
  escapes: Escape[];
  lines: string[];
}

export interface Ground {
  /** Stands for SCRATCH_DIR. */
  folder: string;
  start(name: string, steps: readonly unknown[]): EngineRun;
  dispose(): Promise<void>;
}

/** @param environment of the agent */
export function makeGround(environment: Readonly<Record<string, string | undefined>>): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'reelyard-escape-'));
  chmodSync(folder, 0o755);
  const { manifest, dir } = installEngine(folder);
  const user = canIsolate ? findEngineUser(ENGINE_UID, ENGINE_UID) : undefined;
  const runner = engineProcesses({ clock: systemClock, environment, user });
  const started: EngineRun[] = [];
  return {
    folder,
    start(name, steps) {
      const { scratch, out, job } = layOut(folder, name, steps);
      const escapes: Escape[] = [];
      const lines: string[] = [];
      const argv = [process.execPath, join(dir, 'src/main.mjs'), '--job', job, '--out', out, '--scratch', scratch];
      const onOutput = (line: string): void => {
        if (lines.length < 100) lines.push(line);
        if (line.startsWith('{"escape"')) escapes.push((JSON.parse(line) as { escape: Escape }).escape);
      };
      const fileMiB = manifest.resources.diskMiB;
      const running = runner.start({ argv, scratch, fileMiB, onLine: () => undefined, onOutput });
      const run = { scratch, out, running, escapes, lines };
      started.push(run);
      return run;
    },
    async dispose() {
      for (const { running } of started) await running.stop(0);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the engine's user can read it: a checkout below a home may be private. */
function installEngine(folder: string) {
  const engine = getBuiltInEngine('scripted');
  const dir = join(folder, 'engine');
  mkdirSync(join(dir, 'src'), { recursive: true });
  for (const file of ['main.mjs', 'escapes.mjs', 'tiny-mp4.mjs'])
    writeFileSync(join(dir, 'src', file), readFileSync(join(engine.dir, 'src', file)));
  return { ...engine, dir };
}

/** As `stage.ts` lays it out. */
function layOut(folder: string, name: string, steps: readonly unknown[]) {
  const scratch = join(folder, name);
  const out = join(scratch, 'out');
  if (!existsSync(out)) mkdirSync(out, { recursive: true });
  chmodSync(scratch, 0o700);
  chmodSync(out, 0o777);
  const job = join(scratch, 'job.json');
  writeFileSync(job, JSON.stringify({ v: 1, task: 'whole', attempt: 1, project: { steps }, assets: {} }));
  return { scratch, out, job };
}

export const isAlive = (pid: number): boolean => findProcess(pid) !== undefined;
