/**
 * A process beside a licensed engine that kills it at an instant which the agent keeps moving on. Invariant: the engine does not outlive
 * that instant although the agent is stopped, starved or dead, because whoever is not there to renew a seat is not there to end its
 * engine either. Closing the pipe without a word, as a dying agent does, kills the engine at once. It is there before the engine is, so that
 * no moment is without it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { ATTEMPT_MARK } from './process-tree.ts';

/** Between two looks at the clock: an engine outlives its instant by no more. */
const LOOK_MS = 100;

/**
 * Runs by `node -e`: the agent is one file, and this needs none of it. Looks at both clocks, so that neither a step of the wall clock nor a
 * machine that slept extends the leash. SIGTERM and SIGINT are for the agent; it ends the engine first.
 */
const program = String.raw`
const { readFileSync, readdirSync } = require('node:fs');
const [mark] = process.argv.slice(1);
let group = 0, wallAt = Infinity, limit = Infinity;
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
const shoot = (pid) => { try { process.kill(pid, 'SIGKILL'); } catch {} };
const isMarked = (pid) => { try { return ('\0' + readFileSync('/proc/' + pid + '/environ', 'latin1')).includes('\0' + mark + '\0'); } catch { return false; } };
const end = () => {
  if (group > 0) shoot(-group);
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid) && isMarked(pid)) shoot(Number(pid));
  process.exit(0);
};
const words = {
  group: (pid) => { group = pid; },
  end: (at) => { wallAt = at; limit = performance.now() + at - Date.now(); },
  over: () => process.exit(0),
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, value] = line.split(' ');
  words[word](Number(value));
});
process.stdin.on('end', end);
process.stdin.on('error', end);
setInterval(() => { if (Date.now() >= wallAt || performance.now() >= limit) end(); }, ${LOOK_MS});
`;

/** Begins with the first instant that it is told: an engine that may run for ever needs none. */
export class EngineLeash {
  readonly #scratch: string;
  #keeper: ChildProcess | undefined;
  #group: number | undefined;
  #isOver = false;

  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  /** The engine has started. @param group its process group; before, whoever carries the mark of its attempt is meant */
  hold(group: number): void {
    this.#group = group;
    if (this.#keeper) this.#say(`group ${group}`);
  }

  /** The engine dies at this wall instant unless it is moved again. */
  endBy(at: number): void {
    if (this.#isOver) return;
    if (!this.#keeper) this.#begin();
    this.#say(`end ${at}`);
  }

  /** The engine has ended by itself. */
  letGo(): void {
    this.#isOver = true;
    this.#keeper?.stdin?.end('over\n');
  }

  #begin(): void {
    const child = spawn(process.execPath, ['-e', program, `${ATTEMPT_MARK}=${this.#scratch}`], {
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.unref();
    // Only a leash that is gone breaks the pipe; the agent's own timer still ends the engine.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    this.#keeper = child;
    if (this.#group !== undefined) this.hold(this.#group);
  }

  #say(line: string): void {
    this.#keeper?.stdin?.write(`${line}\n`);
  }
}
