/**
 * One Terraform process. Its words go to standard error as they come, each line behind the name of its stack; what it prints for us alone is
 * returned. Interrupted, it gets one SIGINT and ends in order: a killed apply would leave a lock and forget what it made.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface TerraformRun {
  path: string;
  argv: readonly string[];
  /** Working directory: the folder of the stack. */
  dir: string;
  env: Readonly<Record<string, string>>;
  /** A line of progress; absent: standard output is returned instead. */
  onLine?: (line: string) => void;
}

export interface TerraformEnd {
  code: number;
  stdout: string;
  /** The last lines, for a message. */
  tail: readonly string[];
  isInterrupted: boolean;
}

const tailLines = 100;
/** The terminal and the wrapper that starts us both signal one Ctrl-C: what comes within this is the same one. */
const sameSignalMs = 2_000;

export async function runTerraform(run: TerraformRun): Promise<TerraformEnd> {
  // Its own process group: a Ctrl-C of the terminal reaches it through us, once.
  const options = { cwd: run.dir, env: { ...run.env }, detached: true };
  const child = spawn(run.path, [...run.argv], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const tail: string[] = [];
  const hear = (line: string): void => {
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    run.onLine?.(line);
  };
  let stdout = '';
  if (run.onLine) createInterface({ input: child.stdout }).on('line', hear);
  else child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  createInterface({ input: child.stderr }).on('line', hear);
  const { code, isInterrupted } = await ended(child);
  return { code, stdout, tail, isInterrupted };
}

function ended(child: ChildProcess): Promise<{ code: number; isInterrupted: boolean }> {
  let isInterrupted = false;
  const interrupt = oncePer(
    sameSignalMs,
    () => performance.now(),
    () => {
      isInterrupted = true;
      child.kill('SIGINT');
    },
  );
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return new Promise<{ code: number; isInterrupted: boolean }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, isInterrupted }));
  }).finally(() => {
    for (const signal of signals) process.off(signal, interrupt);
  });
}

/** Acts on a call unless one came less than `windowMs` before. */
export function oncePer(windowMs: number, now: () => number, act: () => void): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return () => {
    const isNew = now() - lastAt >= windowMs;
    lastAt = now();
    if (isNew) act();
  };
}
