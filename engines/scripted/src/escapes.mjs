/**
 * What an engine must not get away with, one step each; what it found out is printed as a line `{"escape": …}`. Everything is bounded, so
 * that a farm without limits survives it too.
 *
 * | step | what it tries |
 * | --- | --- |
 * | `{ "peek": "/proc/1/environ" }` | reads a file or lists a folder; `$PPID` is its parent, `$SCRATCH` its scratch folder |
 * | `{ "poke": "/etc/x" }` | writes there |
 * | `{ "call": { "host": "169.254.169.254", "port": 80 } }` | opens a connection |
 * | `{ "showEnvironment": true }` | prints its own environment and user |
 * | `{ "hide": { "seconds": 600 } }` | leaves a process without our mark, in a session of its own, working elsewhere |
 * | `{ "shed": { "seconds": 600 } }` | the same without its first thread, so that the process looks ended; needs Perl with threads |
 * | `{ "eat": { "mebibytes": 300, "seconds": 60 } }` | holds so much memory, touched, for so long |
 * | `{ "fill": { "mebibytes": 300, "folder": "out" } }` | writes so much into `out` or `scratch`; `"files"`: in so many files |
 * | `{ "flood": { "mebibytes": 300 } }` | prints so much on both outputs |
 * | `{ "forkBomb": { "processes": 300, "seconds": 60 } }` | starts so many processes, each of which starts the next ones |
 * | `{ "link": { "name": "video.mp4", "to": "/etc/hostname", "hard": true } }` | names somebody else's file as its result |
 */
import { spawn } from 'node:child_process';
import { linkSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MiB = 1_048_576;
const tell = (escape) => void process.stdout.write(`${JSON.stringify({ escape })}\n`);
const tried = (what, attempt) => {
  try {
    tell({ ...what, ok: true, ...attempt() });
  } catch (error) {
    tell({ ...what, ok: false, error: error.code ?? error.message });
  }
};
const placeOf = (path) => path.replace('$PPID', String(process.ppid)).replace('$SCRATCH', process.cwd());

/** The system call `exit`, which no library calls by itself: syscalls(2), the tables of the kernel. */
const EXIT_OF_ONE_THREAD = { x64: 60, arm64: 93 };

const bombSource = String.raw`
const { spawn } = require('node:child_process');
const [left, seconds] = process.argv.slice(1).map(Number);
const half = Math.floor((left - 1) / 2);
for (const share of [half, left - 1 - half])
  if (share > 0) spawn('/bin/sh', ['-c', 'i=0; while [ $i -lt ' + share + ' ]; do sleep ' + seconds + ' & i=$((i+1)); done; wait']).on('error', () => {});
setTimeout(() => {}, seconds * 1000);
`;

export const escapes = {
  peek: (path) =>
    tried({ peek: path }, () => {
      const place = placeOf(path);
      const isFolder = statSync(place).isDirectory();
      return { found: isFolder ? readdirSync(place) : readFileSync(place, 'latin1').slice(0, 20_000) };
    }),
  poke: (path) => tried({ poke: path }, () => writeFileSync(placeOf(path), 'poked')),
  call: ({ host, port }) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 2_000 });
      const end = (ok, error) => {
        tell({ call: host, ok, ...(error === undefined ? {} : { error }) });
        socket.destroy();
        resolve();
      };
      socket.on('connect', () => end(true)).on('timeout', () => end(false, 'timeout'));
      socket.on('error', (error) => end(false, error.code));
    }),
  showEnvironment: () => tell({ environment: process.env, uid: process.getuid(), groups: process.getgroups() }),
  async hide({ seconds }) {
    const script = `cd / && exec setsid env -i /bin/sh -c 'sleep ${Number(seconds)} & echo $!; wait'`;
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const [pid] = await new Promise((resolve) =>
      child.stdout.once('data', (chunk) => resolve([Number(String(chunk))])),
    );
    child.unref();
    child.stdout.unref();
    tell({ hidden: pid, shell: child.pid });
  },
  async shed({ seconds }) {
    const lives = `use threads; my $thread = threads->create(sub { sleep ${Number(seconds)} });`;
    const script = `$| = 1; ${lives} print "$$\n"; syscall(${EXIT_OF_ONE_THREAD[process.arch]}, 0)`;
    const child = spawn('perl', ['-e', script], {
      cwd: '/',
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.unref();
    child.stdout.unref();
    tell({ hidden: child.pid });
  },
  async eat({ mebibytes, seconds }) {
    const eaten = [];
    for (let n = 0; n < mebibytes; n += 16) {
      eaten.push(Buffer.alloc(16 * MiB, 1));
      await sleep(5);
    }
    tell({ ate: mebibytes });
    await sleep(seconds * 1_000, eaten);
  },
  async fill({ mebibytes, folder = 'out', files = 1 }, run) {
    const to = folder === 'out' ? run.out : process.cwd();
    const part = Buffer.alloc(Math.floor((mebibytes * MiB) / files), 1);
    for (let n = 0; n < files; n += 1) {
      const write = () => writeFileSync(join(to, `filled-${n}.bin`), part);
      if (files < 100) tried({ fill: n }, write);
      else write();
      if (n % Math.ceil(files / 16) === 0) await sleep(1);
    }
    await sleep(60_000);
  },
  async flood({ mebibytes }) {
    const lines = Buffer.from(`${'x'.repeat(1_023)}\n`.repeat(1_024));
    for (let n = 0; n < mebibytes; n += 1) {
      for (let at = 0; at < lines.length;) {
        try {
          at += writeSync(n % 2 === 0 ? 1 : 2, lines, at);
        } catch (error) {
          if (error.code !== 'EAGAIN') throw error;
          await sleep(1);
        }
      }
    }
  },
  async forkBomb({ processes, seconds }) {
    spawn(process.execPath, ['-e', bombSource, String(processes), String(seconds)], { stdio: 'ignore' });
    await sleep(seconds * 1_000);
  },
  link({ name, to, hard = false }, run) {
    tried({ link: to }, () => (hard ? linkSync : symlinkSync)(placeOf(to), join(run.out, name)));
    run.files.push({ name, kind: 'file' });
  },
};
