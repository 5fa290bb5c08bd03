/** A service of the farm as a process: its output goes to a log file, its JSON log lines to whoever listens. */
import { FarmError } from '@reelyard/contracts';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  name: string;
  /** The Node that runs it; absent: this one. */
  program?: string;
  file: string;
  args?: readonly string[];
  env: Record<string, string>;
  logFile: string;
}

export type Line = Record<string, unknown>;

export class Child {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(line: Line) => void>();
  readonly exited: Promise<number>;
  #tail: string[] = [];

  constructor(options: ChildOptions) {
    this.name = options.name;
    const args = ['--disable-warning=ExperimentalWarning', options.file, ...(options.args ?? [])];
    const log = createWriteStream(options.logFile, { flags: 'a' });
    this.#process = spawn(options.program ?? process.execPath, args, {
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        log.end();
        resolve(code ?? (signal === null ? 1 : 128));
      });
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.pipe(log, { end: false });
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  onLine(listener: (line: Line) => void): void {
    this.#listeners.add(listener);
  }

  /** The first log line that the predicate accepts; rejects when the process ends first, with its last words. */
  async waitFor(isIt: (line: Line) => boolean): Promise<Line> {
    const ended = this.exited.then((code): never => {
      const words = this.#tail.join('\n');
      throw new FarmError('internal', `${this.name} ended with ${code} before it was ready:\n${words}`);
    });
    const found = new Promise<Line>((resolve) => {
      const listen = (line: Line): void => {
        if (!isIt(line)) return;
        this.#listeners.delete(listen);
        resolve(line);
      };
      this.#listeners.add(listen);
    });
    return Promise.race([found, ended]);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** SIGTERM, then SIGKILL when it takes longer than `withinMs`. */
  async stop(withinMs: number): Promise<void> {
    this.#process.kill('SIGTERM');
    const bound = setTimeout(() => this.#process.kill('SIGKILL'), withinMs);
    await this.exited;
    clearTimeout(bound);
  }

  #hear(text: string): void {
    this.#tail = [...this.#tail.slice(-19), text];
    const line = parseLine(text);
    if (line) for (const listener of this.#listeners) listener(line);
  }
}

function parseLine(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
