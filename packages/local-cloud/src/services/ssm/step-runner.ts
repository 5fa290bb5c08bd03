/**
 * Runs one step's script on an instance. A wrapper writes the exit code to a file, so that the result is known even
 * when the server was away as the script ended.
 * Invariant: `finish` is called exactly once, unless `abandon()` came first.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Machine } from '../../instances/machine.ts';
import { isAlive, type ProcessKey, signal } from '../../instances/process-key.ts';
import { type Script } from './document-content.ts';

/** How a step ended. `lost`: its processes are gone without an exit code. */
export type StepEnd = { kind: 'exited'; code: number } | { kind: 'timed-out' } | { kind: 'lost' };

export interface StepRunnerOptions {
  machine: Machine;
  script: Script;
  /** Folder on the instance for script, output and exit code. */
  folder: string;
  /** Wall clock ms when its time is up. */
  deadline: number;
  now(): number;
  finish(end: StepEnd): void;
}

const POLL_MS = 250;
/** More than any reply shows; what lies beyond stays in the instance's file. */
const OUTPUT_LIMIT = 64_000;
const WRAPPER =
  'cd "$1" || exit; /bin/sh "$2/script.sh" >"$2/stdout" 2>"$2/stderr"; echo $? >"$2/code.part"; mv "$2/code.part" "$2/code"';

export class StepRunner {
  readonly #options: StepRunnerOptions;
  #timer: NodeJS.Timeout | undefined;
  #key: ProcessKey | undefined;
  #isOver = false;

  constructor(options: StepRunnerOptions) {
    this.#options = options;
  }

  /** @returns the wrapper's process, to be saved. */
  start(): ProcessKey {
    const { machine, script, folder } = this.#options;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'script.sh'), script.text);
    const wished = script.workingDirectory;
    const cwd =
      wished === '' ? folder : existsSync(join(machine.folder, wished)) ? join(machine.folder, wished) : wished;
    const { child, key } = machine.spawn({
      program: '/bin/sh',
      args: ['-c', WRAPPER, 'ssm-document-worker', cwd, folder],
      stdout: join(dirname(folder), 'worker.log'),
    });
    child.once('exit', () => this.#look());
    this.watch(key);
    return key;
  }

  /** Look after a wrapper that already runs. */
  watch(key: ProcessKey): void {
    this.#key = key;
    this.#timer = setInterval(() => this.#look(), POLL_MS).unref();
  }

  /** End the script: the caller has decided how the step ended. */
  abandon(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    if (this.#key && this.#key.pid > 0) signal(-this.#key.pid, 'SIGKILL');
  }

  output(): { stdout: string; stderr: string } {
    return {
      stdout: readHead(join(this.#options.folder, 'stdout')),
      stderr: readHead(join(this.#options.folder, 'stderr')),
    };
  }

  #look(): void {
    if (this.#isOver) return;
    // Before the code is read: a wrapper that ends after this look has its code read by the next one.
    const isRunning = this.#key !== undefined && isAlive(this.#key);
    const code = readHead(join(this.#options.folder, 'code')).trim();
    if (code !== '') return this.#end({ kind: 'exited', code: Number(code) });
    if (this.#options.now() >= this.#options.deadline) return this.#end({ kind: 'timed-out' });
    if (!isRunning) this.#end({ kind: 'lost' });
  }

  #end(end: StepEnd): void {
    this.abandon();
    this.#options.finish(end);
  }
}

function readHead(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, OUTPUT_LIMIT);
  } catch {
    return '';
  }
}
