/**
 * A process beside a licensed engine that kills it at an instant which the agent keeps moving on. Invariant: the engine does not outlive
 * that instant although the agent is stopped, starved or dead, because whoever is not there to renew a seat is not there to end its
 * engine either. Closing the pipe without a word, as a dying agent does, kills the engine at once.
 */
import { spawn } from 'node:child_process';
import { ATTEMPT_MARK } from './process-tree.ts';

/** Between two looks at the clock: an engine outlives its instant by no more. */
const LOOK_MS = 100;

/**
 * Runs by `node -e`: the agent is one file, and this needs none of it. Looks at both clocks, so that neither a step of the wall clock nor a
 * machine that slept extends the leash. SIGTERM and SIGINT are for the agent; it ends the engine first.
 */
const program = String.raw`
const { readFileSync, readdirSync } = require('node:fs');
const [group, mark] = process.argv.slice(1);
let wallAt = Infinity, limit = Infinity;
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
const shoot = (pid) => { try { process.kill(pid, 'SIGKILL'); } catch {} };
const isMarked = (pid) => { try { return ('\0' + readFileSync('/proc/' + pid + '/environ', 'latin1')).includes('\0' + mark + '\0'); } catch { return false; } };
const end = () => {
  shoot(-Number(group));
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid) && isMarked(pid)) shoot(Number(pid));
  process.exit(0);
};
process.stdin.on('data', (chunk) => {
  const word = String(chunk).trim().split('\n').at(-1);
  if (word === 'let go') process.exit(0);
  wallAt = Number(word);
  limit = performance.now() + wallAt - Date.now();
});
process.stdin.on('end', end);
process.stdin.on('error', end);
setInterval(() => { if (Date.now() >= wallAt || performance.now() >= limit) end(); }, ${LOOK_MS});
`;

export interface EngineLeash {
  /** The engine dies at this wall instant unless it is moved again. */
  endBy(at: number): void;
  /** The engine has ended by itself. */
  letGo(): void;
}

export function leashEngine(group: number, scratch: string): EngineLeash {
  const child = spawn(process.execPath, ['-e', program, String(group), `${ATTEMPT_MARK}=${scratch}`], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // Only a leash that is gone breaks the pipe; the agent's own timer still ends the engine.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  return {
    endBy: (at) => void child.stdin.write(`${at}\n`),
    letGo: () => void child.stdin.end('let go\n'),
  };
}
