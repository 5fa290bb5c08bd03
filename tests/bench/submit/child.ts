/** A process of the bench: ready when it prints the line that is waited for, ended by its own SIGTERM. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cpuMsFromStat } from '../bench.ts';

export interface Started {
  readonly pid: number;
  /** What `find` made of the line. */
  readonly ready: string;
  cpuMs(): number;
  rssMb(): number;
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Answers something for the line that says ready. */
  find(line: string): string | undefined;
}

export async function start(options: StartOptions): Promise<Started> {
  const argv = ['--disable-warning=ExperimentalWarning', ...options.argv];
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = await waitFor(child, ended, options);
  const pid = child.pid ?? 0;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    pid,
    ready,
    cpuMs: () => cpuMsOf(pid),
    rssMb: () => rssMbOf(pid),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function waitFor(child: ChildProcess, ended: Promise<void>, { name, find }: StartOptions): Promise<string> {
  const tail: string[] = [];
  return new Promise((resolve, reject) => {
    const hear = (line: string): void => {
      tail.splice(0, tail.length - 19);
      tail.push(line);
      const found = find(line);
      if (found === undefined) return;
      resolve(found);
      for (const lines of readers) lines.close();
      child.stdout?.resume();
      child.stderr?.resume();
    };
    const readers = [child.stdout, child.stderr].flatMap((stream) =>
      stream ? [createInterface({ input: stream }).on('line', hear)] : [],
    );
    void ended.then(() => reject(new Error(`${name} ended before it was ready:\n${tail.join('\n')}`)));
  });
}

export const cpuMsOf = (pid: number): number => cpuMsFromStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));

export function rssMbOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1_024);
}
