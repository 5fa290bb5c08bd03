/**
 * The hardware of one instance: a folder that stands in for the root file system, and all processes that run on it.
 * Invariant: after `powerOff()` resolves no process of the instance is left, however it detached itself. A process
 * belongs to it when it descends from one that we started, shares a session with one, carries the marker in its
 * environment, or has its working directory, program or output inside the folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProcess, listProcesses, type ProcessRow } from '@reelyard/runtime';
import { isMarked, type ProcessKey, signal, withDescendants } from './process-key.ts';

export interface MachineOptions {
  id: string;
  folder: string;
  /** The whole environment of everything on the instance. */
  environment(): Record<string, string>;
}

export interface Command {
  program: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Files under the folder that standard output and error are appended to. */
  stdout: string;
  stderr?: string;
}

const FOLDERS = ['opt', 'etc/systemd/system', 'var/log', 'var/lib/cloud', 'usr/local/bin', 'home', 'tmp', 'run'];

export class Machine {
  readonly id: string;
  readonly folder: string;
  readonly #environment: () => Record<string, string>;
  /** Session leaders that we started or met, with their start times; kept while the session has a member. */
  readonly #sessions = new Map<number, number>();

  constructor(options: MachineOptions) {
    this.id = options.id;
    this.folder = options.folder;
    this.#environment = options.environment;
  }

  prepare(): void {
    for (const folder of FOLDERS) mkdirSync(join(this.folder, folder), { recursive: true });
  }

  /** Start a program in its own session, so that nothing of it dies or lives with the server. */
  spawn(command: Command): { child: ChildProcess; key: ProcessKey } {
    const out = open(command.stdout);
    const err = command.stderr === undefined ? out : open(command.stderr);
    try {
      const child = spawn(command.program, [...command.args], {
        cwd: command.cwd ?? this.folder,
        env: { ...this.#environment(), ...command.env },
        detached: true,
        stdio: ['ignore', out, err],
      });
      child.on('error', () => undefined);
      child.unref();
      const pid = child.pid ?? 0;
      const key = { pid, startedAt: findProcess(pid)?.startedAt ?? 0 };
      if (pid > 0) this.adopt(key);
      return { child, key };
    } finally {
      closeSync(out);
      if (err !== out) closeSync(err);
    }
  }

  /** Count a session leader that an earlier server started as ours. */
  adopt(key: ProcessKey): void {
    this.#sessions.set(key.pid, key.startedAt);
  }

  /** Ids of all processes of the instance; never the server itself or one above it. */
  processes(): number[] {
    const rows = listProcesses();
    this.#forgetEmptySessions(rows);
    const spared = ancestors();
    const marker = `REELYARD_INSTANCE=${this.id}`;
    const roots = rows.filter(
      (row) => !spared.has(row.pid) && (this.#sessions.has(row.session) || isMarked(row, marker, this.folder)),
    );
    for (const row of roots) if (row.session === row.pid) this.#sessions.set(row.pid, row.startedAt);
    const found = withDescendants(new Set(roots.map((row) => row.pid)), rows);
    return [...found].filter((pid) => !spared.has(pid));
  }

  /** A process id is used again one day: a session without members, or led by a stranger, is no longer ours. */
  #forgetEmptySessions(rows: readonly ProcessRow[]): void {
    const leaders = new Map(rows.map((row) => [row.pid, row.startedAt]));
    const members = new Set(rows.map((row) => row.session));
    for (const [pid, startedAt] of this.#sessions) {
      const leader = leaders.get(pid);
      if (!members.has(pid) || (leader !== undefined && leader !== startedAt)) this.#sessions.delete(pid);
    }
  }

  signalAll(name: NodeJS.Signals): number[] {
    const found = this.processes();
    for (const pid of found) signal(pid, name);
    return found;
  }

  /** Pull the plug: SIGKILL until nothing is left. */
  async powerOff(): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      if (process.platform !== 'linux') for (const pid of this.#sessions.keys()) signal(-pid, 'SIGKILL');
      if (this.signalAll('SIGKILL').length === 0) break;
      await pause(round < 10 ? 5 : 25);
    }
    this.#sessions.clear();
  }

  /** Press the button: SIGTERM, and after `graceMs` the plug. */
  async shutDown(graceMs: number): Promise<void> {
    const deadline = performance.now() + graceMs;
    this.signalAll('SIGTERM');
    while (performance.now() < deadline && this.processes().length > 0) await pause(50);
    await this.powerOff();
  }
}

function open(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

function ancestors(): Set<number> {
  const found = new Set<number>([1]);
  for (let pid: number | undefined = process.pid; pid !== undefined && pid > 1; pid = findProcess(pid)?.parent)
    found.add(pid);
  return found;
}
