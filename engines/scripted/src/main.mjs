/**
 * The test engine. `project` in the job file is a list of steps; without a step that ends it, it writes its output and exits 0.
 * Plain JavaScript without a dependency: it starts as fast as Node does.
 *
 * | step | what it does |
 * | --- | --- |
 * | `{ "sleepMs": 50 }` | waits |
 * | `{ "awaitFile": "go" }` | waits until there is a file of that name in its scratch folder |
 * | `{ "progress": { "frames": 10, "everyMs": 5 } }` | reports frames 1 to 10 |
 * | `{ "print": "text" }` | prints a line that is not part of the protocol |
 * | `{ "write": { "name": "video.mp4", "bytes": 1000 } }` | writes a file of so many bytes and promises it in the result |
 * | `{ "truncate": { "name": "video.mp4", "bytes": 10 } }` | cuts a written file; the result still promises the full one |
 * | `{ "media": { "name": "video.mp4" } }` | writes a real mp4: 10 frames, 64 × 64, 1 s |
 * | `{ "noOutput": true }` | exits 0 with a result that names files which do not exist |
 * | `{ "exit": 10 }` | ends with that code; 10 retry, 20 permanent, 30 no seat |
 * | `{ "signal": "SIGSEGV" }` | dies by that signal |
 * | `{ "ignoreTerm": true }` | is deaf to SIGTERM, SIGINT and SIGHUP from now on |
 * | `{ "hang": { "progressEveryMs": 100, "ignoresTerm": true } }` | never ends |
 * | `{ "doubleFork": { "seconds": 600 } }` | leaves a grandchild in a session of its own; prints its pid |
 * | `{ "failUntilAttempt": 3, "exit": 10 }` | fails in this way while the attempt is lower |
 * | `{ "noSeatUntilAttempt": 2 }` | exits 30 while the attempt is lower |
 *
 * Steps that try to get out of the engine's bounds are in `escapes.mjs`.
 *
 * A step with `"only": "segment"`, `"assembly"`, `"whole"` or a number (the first frame of a segment) is left out by other tasks. An
 * assembly that no step gave an output joins the bytes of its segments.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapes } from './escapes.mjs';
import { tinyMp4 } from './tiny-mp4.mjs';

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const option = (name) => process.argv[process.argv.indexOf(`--${name}`) + 1];
const exitCodes = { retry: 10, permanent: 20, noSeat: 30 };

function leave(code, message) {
  if (code !== 0) say({ error: { code: 'scripted', message } });
  process.exit(code);
}

const steps = {
  ...escapes,
  sleepMs: (ms) => sleep(ms),
  async awaitFile(name) {
    while (!existsSync(name)) await sleep(5);
  },
  print: (text) => void process.stdout.write(`${text}\n`),
  async progress({ frames, everyMs = 0 }, run) {
    for (let frame = 1; frame <= frames; frame++) {
      if (everyMs > 0) await sleep(everyMs);
      say({ progress: { frame, frames } });
    }
    run.frames = frames;
  },
  write({ name, bytes }, run) {
    writeFileSync(join(run.out, name), Buffer.alloc(bytes, `${name} `));
    run.files.push({ name, kind: 'file' });
  },
  media({ name }, run) {
    writeFileSync(join(run.out, name), tinyMp4());
    run.files.push({ name, kind: 'mp4', frames: 10, durationSeconds: 1, width: 64, height: 64, audio: false });
  },
  truncate: ({ name, bytes }, run) => truncateSync(join(run.out, name), bytes),
  noOutput(_, run) {
    run.files = [{ name: 'video.mp4', kind: 'file' }];
    run.hasOutput = true;
  },
  exit: (code) => leave(code, `was told to exit ${code}`),
  async signal(name) {
    process.kill(process.pid, name);
    await sleep(60_000);
  },
  ignoreTerm() {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
  },
  async hang({ progressEveryMs, ignoresTerm = false }) {
    if (ignoresTerm) steps.ignoreTerm();
    for (let frame = 0; ; frame++) {
      await sleep(progressEveryMs ?? 3_600_000);
      if (progressEveryMs !== undefined) say({ progress: { frame: frame % 100, frames: 100 } });
    }
  },
  doubleFork({ seconds }) {
    const lives = `setTimeout(() => {}, ${Number(seconds)} * 1000)`;
    const grandchild = spawn(process.execPath, ['-e', lives], { detached: true, stdio: 'ignore' });
    grandchild.unref();
    say({ grandchild: grandchild.pid });
  },
  failUntilAttempt(attempt, run, step) {
    if (run.attempt < attempt) leave(step.exit ?? exitCodes.retry, `fails until attempt ${attempt}`);
  },
  noSeatUntilAttempt(attempt, run) {
    if (run.attempt < attempt) leave(exitCodes.noSeat, 'no seat');
  },
};

const concerns = (only, { task, firstFrame }) => only === undefined || only === task || only === firstFrame;

async function perform({ only, ...step }, run) {
  if (!concerns(only, run)) return;
  if ('failUntilAttempt' in step) {
    return steps.failUntilAttempt(step.failUntilAttempt, run, step);
  }
  for (const [name, value] of Object.entries(step)) {
    if (!Object.hasOwn(steps, name)) leave(exitCodes.permanent, `knows no step ${name}`);
    await steps[name](value, run, step);
  }
}

function writeDefault(job, run) {
  if (job.task !== 'assembly') return steps.write({ name: 'video.mp4', bytes: 1_024 }, run);
  writeFileSync(join(run.out, 'video.mp4'), Buffer.concat(job.segments.map((path) => readFileSync(path))));
  run.files.push({ name: 'video.mp4', kind: 'file' });
}

async function main() {
  if (process.argv.includes('--health')) return;
  const job = JSON.parse(readFileSync(option('job'), 'utf8'));
  const project = Array.isArray(job.project) ? job.project : (job.project?.steps ?? []);
  const run = {
    out: option('out'),
    attempt: job.attempt ?? 1,
    task: job.task ?? 'whole',
    firstFrame: job.range?.firstFrame,
    files: [],
    hasOutput: false,
  };
  for (const step of project) await perform(step, run);
  if (run.files.length === 0 && !run.hasOutput) writeDefault(job, run);
  say({ result: { files: run.files } });
}

await main();
