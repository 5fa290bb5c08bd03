import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Machine } from './machine.ts';
import { until } from './test-cloud.ts';

let folder: string;
let machine: Machine;
/** Its own: whatever bears the mark of its id dies with its power, also what another test started. */
const id = `i-${randomUUID()}`;
const aMachine = (): Machine => new Machine({ id, folder, environment: () => ({ REELYARD_INSTANCE: id }) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
  machine = aMachine();
});
afterEach(async () => {
  await machine.powerOff();
  rmSync(folder, { recursive: true, force: true });
});

/** The system call `exit`, which no library calls by itself: syscalls(2), the tables of the kernel. */
const exitOfOneThread = process.arch === 'arm64' ? 93 : 60;
const script = `use threads; my $thread = threads->create(sub { sleep 600 }); syscall(${exitOfOneThread}, 0)`;
// Because JavaScript cannot end a first thread, and not every computer has a Perl with threads, which can: CI fails without it, and what such a
// process looks like is held everywhere by the process table's own test.
const hasThreads = spawnSync('perl', ['-Mthreads', '-e', '1']).status === 0;
if (!hasThreads) console.info('A process that ends its first thread: not run, needs Perl with threads.');
const withThreads = hasThreads || process.env['CI'] === 'true' ? it : it.skip;

describe('a machine without power', () => {
  withThreads('runs nothing that has ended its first thread and so looks as if it were dead', async () => {
    const stdout = join(folder, 'out');
    const { key } = machine.spawn({ program: '/usr/bin/env', args: ['perl', '-e', script], stdout });
    const stat = (): string => readFileSync(`/proc/${key.pid}/stat`, 'latin1');
    await until('it looks dead', () => stat().includes(') Z '));
    expect(machine.processes()).toEqual([key.pid]);
    // Another life of the server knows it by its mark alone.
    const again = aMachine();
    expect(again.processes()).toEqual([key.pid]);
    await again.powerOff();
    const tasks = `/proc/${key.pid}/task`;
    expect(existsSync(tasks) ? readdirSync(tasks).length : 0).toBeLessThan(2);
  });
});
