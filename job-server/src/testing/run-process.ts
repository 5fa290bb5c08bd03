/** A program of the farm as a child process, for tests that need the real one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunningProcess {
  /** First JSON line that the predicate accepts; rejects when the process ends without one. */
  waitFor(isIt: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** SIGTERM unless told; resolves with the exit code, 1 after a signal. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

export function runProcess(specifier: string, args: readonly string[], env: Record<string, string>): RunningProcess {
  const file = fileURLToPath(import.meta.resolve(specifier));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Record<string, unknown>[] = [];
  const tail: string[] = [];
  const listeners = new Set<() => void>();
  const hear = (text: string): void => {
    tail.push(text);
    lines.push(parse(text));
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
  const exited = exitOf(child);
  return {
    waitFor: (isIt) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(isIt);
          if (found) resolve(found);
        };
        listeners.add(look);
        look();
        void exited.then(() => reject(new Error(`${specifier} ended:\n${tail.slice(-20).join('\n')}`)));
      }),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
