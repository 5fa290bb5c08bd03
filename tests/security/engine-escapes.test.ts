import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SHARED_FOLDERS } from '../../render-agent/src/adapters/engine-user.ts';
import { until } from '../../render-agent/src/testing/test-farm.ts';
import { ENGINE_UID, type Ground, canIsolate, isAlive, makeGround } from './support/engine-agent.ts';
import { heldBytes } from './held-bytes.ts';

const secret = 'canary-of-the-agent-5f1c';
/** What an agent on a machine has in its environment, and what must not be there for its engine. */
const agentEnvironment = {
  PATH: process.env['PATH'],
  AWS_ACCESS_KEY_ID: secret,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_SESSION_TOKEN: secret,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: secret,
  LEDGER_TABLE: secret,
  NODE_OPTIONS: '--no-warnings',
};

let ground: Ground;
beforeEach(() => {
  ground = makeGround(agentEnvironment);
});
afterEach(() => ground.dispose());

// Because another user can be had by root alone: elsewhere this half cannot run, says so, and the rest of the file still holds. CI is root, and fails without it.
if (!canIsolate) console.info('Isolation of engines from other users: not run, needs root.');
const isolated = canIsolate || process.env['CI'] === 'true' ? describe : describe.skip;

// Because JavaScript cannot end a first thread, and not every computer has a Perl with threads, which can: CI fails without it, and what such a
// process looks like is held everywhere by `packages/runtime/src/process-table.test.ts`.
const hasThreads = spawnSync('perl', ['-Mthreads', '-e', '1']).status === 0;
if (!hasThreads) console.info('An engine that ends its first thread: not run, needs Perl with threads.');
const withThreads = hasThreads || process.env['CI'] === 'true' ? it : it.skip;

const listThreads = (pid: number): string[] =>
  existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];

describe('an engine', () => {
  it('finds no credentials, endpoints or options of ours in its environment', async () => {
    const { running, escapes } = ground.start('a', [{ showEnvironment: true }]);
    await running.ended;
    expect(JSON.stringify(escapes)).not.toContain(secret);
    expect(Object.keys(escapes[0]?.environment ?? {}).filter((name) => /AWS|NODE_OPTIONS|LEDGER/.test(name))).toEqual(
      [],
    );
  });

  it('leaves nothing alive by a double fork', async () => {
    const { running, lines } = ground.start('a', [{ doubleFork: { seconds: 600 } }]);
    await running.ended;
    const pid = Number(/"grandchild":(\d+)/.exec(lines.join())?.[1]);
    await running.sweep();
    expect(isAlive(pid)).toBe(false);
  });

  it('is measured with all that it started, and what it started is ended when it eats too much', async () => {
    const { running } = ground.start('a', [{ eat: { mebibytes: 192, seconds: 600 } }]);
    const used = await until('it has eaten', async () => {
      const usage = running.usage?.();
      return usage !== undefined && usage.memoryBytes > 192 * 1_048_576 ? usage : undefined;
    });
    expect(used.processes).toBeGreaterThanOrEqual(1);
    await running.stop(0);
    expect(running.usage?.()).toMatchObject({ memoryBytes: 0, processes: 0 });
  });

  it('is stopped with every process of a fork bomb', async () => {
    const { running } = ground.start('a', [{ forkBomb: { processes: 300, seconds: 600 } }]);
    await until('it has exploded', async () => (running.usage?.().processes ?? 0) > 250);
    await running.stop(0);
    expect(running.usage?.()).toMatchObject({ processes: 0 });
  });

  it('is counted by what it prints, and does not fill our memory with it', async () => {
    const before = heldBytes();
    const { running } = ground.start('a', [{ flood: { mebibytes: 128 } }]);
    await running.ended;
    expect(running.usage?.().saidBytes).toBeGreaterThan(64 * 1_048_576);
    expect(heldBytes() - before).toBeLessThan(64 * 1_048_576);
  });

  it('writes no file larger than its disk', async () => {
    const { running, escapes, out } = ground.start('a', [{ fill: { mebibytes: 300, folder: 'out' } }]);
    await until('it has tried', async () => escapes.length > 0 || !isAlive(running.pid));
    expect(escapes.every(({ ok }) => ok !== true)).toBe(true);
    expect(statSync(join(out, 'filled-0.bin')).size).toBeLessThanOrEqual(256 * 1_048_576);
  });
});

isolated('an engine with a user of its own', () => {
  it('is nobody, in no group of ours', async () => {
    const { running, escapes } = ground.start('a', [{ showEnvironment: true }]);
    await running.ended;
    expect(escapes[0]).toMatchObject({ uid: ENGINE_UID, groups: [ENGINE_UID] });
  });

  it('reads neither the environment nor the memory nor the files of the agent', async () => {
    const file = join(ground.folder, 'agent.env');
    writeFileSync(file, secret, { mode: 0o600 });
    const paths = [
      '/proc/$PPID/environ',
      '/proc/$PPID/mem',
      '/proc/$PPID/fd',
      '/proc/$PPID/cwd/',
      '/proc/1/environ',
      file,
      '/etc/shadow',
    ];
    const { running, escapes } = ground.start(
      'a',
      paths.map((peek) => ({ peek })),
    );
    await running.ended;
    expect(escapes.map(({ ok, error }) => [ok, error])).toEqual(
      paths.map(() => [false, expect.stringMatching(/EACCES|EPERM/)]),
    );
    expect(JSON.stringify(escapes)).not.toContain(secret);
  });

  it('writes nothing outside its scratch folder', async () => {
    const paths = [
      `${ground.folder}/x`,
      `${ground.folder}/engine/src/main.mjs`,
      '/etc/reelyard-poked',
      '/usr/local/bin/poked',
      join(homedir(), 'poked'),
    ];
    const { running, escapes } = ground.start(
      'a',
      [...paths, '$SCRATCH/fine'].map((poke) => ({ poke })),
    );
    await running.ended;
    expect(escapes.map(({ ok }) => ok)).toEqual([...paths.map(() => false), true]);
    expect(paths.filter((path) => existsSync(path) && path !== paths[1])).toEqual([]);
  });

  it('reads nothing of the attempt that waits beside it, nor of the one that was rendered before', async () => {
    const waiting = join(ground.folder, 'waiting');
    mkdirSync(join(waiting, 'in'), { recursive: true, mode: 0o700 });
    writeFileSync(join(waiting, 'in/asset-0.jpg'), secret);
    const first = ground.start('rendered', [{ poke: '$SCRATCH/out/video.mp4' }]);
    await first.running.ended;
    expect(first.escapes[0]).toMatchObject({ ok: true });
    const paths = [
      waiting,
      `${waiting}/in/asset-0.jpg`,
      first.scratch,
      `${first.out}/video.mp4`,
      `${first.scratch}/job.json`,
    ];
    const { running, escapes } = ground.start(
      'a',
      paths.map((peek) => ({ peek })),
    );
    await running.ended;
    expect(escapes.map(({ ok, error }) => [ok, error])).toEqual(paths.map(() => [false, 'EACCES']));
  });

  it('leaves nothing alive that hides: no mark, a session of its own, another folder', async () => {
    const { running, escapes } = ground.start('a', [{ hide: { seconds: 600 } }]);
    await running.ended;
    const pid = escapes[0]?.hidden ?? 0;
    expect(isAlive(pid)).toBe(true);
    expect(await running.sweep()).toBeGreaterThanOrEqual(1);
    expect(isAlive(pid)).toBe(false);
  });

  withThreads('leaves nothing alive that has ended its first thread and so looks as if it were dead', async () => {
    const { running, escapes } = ground.start('a', [{ shed: { seconds: 600 } }]);
    await running.ended;
    const pid = escapes[0]?.hidden ?? 0;
    await until('it looks dead', async () => readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z '));
    expect(listThreads(pid)).toHaveLength(2);
    expect(running.usage?.()).toMatchObject({ processes: 1 });
    expect(await running.sweep()).toBe(1);
    expect(listThreads(pid).length).toBeLessThan(2);
  });

  it('leaves nothing for the next one where everybody may write', async () => {
    const paths = SHARED_FOLDERS.filter((folder) => existsSync(folder)).map((folder) =>
      join(folder, `reelyard-left-${process.pid}`),
    );
    const steps = paths.map((poke) => ({ poke }));
    const { running, escapes } = ground.start('a', steps);
    await running.ended;
    expect(escapes.map(({ ok }) => ok)).toEqual(paths.map(() => true));
    await running.sweep();
    expect(paths.filter((path) => existsSync(path))).toEqual([]);
  });

  it('starts no more processes than the kernel lets its user', async () => {
    const { running } = ground.start('a', [{ forkBomb: { processes: 1_500, seconds: 600 } }]);
    await until('it is full', async () => (running.usage?.().processes ?? 0) > 900);
    expect(running.usage?.().processes).toBeLessThanOrEqual(1_024);
    await running.stop(0);
    expect(running.usage?.()).toMatchObject({ processes: 0 });
  });
});
