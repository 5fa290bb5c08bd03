import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcess, insideOf, listProcesses } from './process-table.ts';

let proc: string;
beforeAll(() => {
  proc = mkdtempSync(join(tmpdir(), 'reelyard-proc-'));
});
afterAll(() => rmSync(proc, { recursive: true, force: true }));

/** As the kernel writes it (seen with a Perl script that called exit(2) in its first thread). */
const stat = (pid: number, state: string, threads: number, name = 'perl'): string =>
  `${pid} (${name}) ${state} 32129 32128 29083 0 -1 4227084 592 0 4 0 1 1 0 0 20 0 ${threads} 0 7109950 0 0\n`;

function lay(pid: number, text: string, threads: Record<number, string> = {}): void {
  mkdirSync(join(proc, String(pid)));
  writeFileSync(join(proc, String(pid), 'stat'), text);
  for (const [id, of] of Object.entries(threads)) {
    mkdirSync(join(proc, String(pid), 'task', id), { recursive: true });
    writeFileSync(join(proc, String(pid), 'task', id, 'stat'), of);
  }
}

describe('the process table', () => {
  it('lists a process whose first thread has ended, and tells where to look into it', () => {
    lay(20, stat(20, 'Z', 2), { 20: stat(20, 'Z', 2), 21: stat(21, 'S', 2) });
    expect(findProcess(20, proc)).toEqual({
      ...{ pid: 20, parent: 32_129, group: 32_128, session: 29_083, startedAt: 7_109_950, state: 'Z' },
    });
    expect(insideOf({ pid: 20, state: 'Z' }, proc)).toBe(`${proc}/20/task/21`);
  });

  it('lists none that only waits to be reaped, and none that is not there', () => {
    lay(30, stat(30, 'Z', 1), { 30: stat(30, 'Z', 1) });
    lay(31, stat(31, 'X', 0));
    expect([findProcess(30, proc), findProcess(31, proc), findProcess(32, proc)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads a name with spaces and parentheses', () => {
    lay(40, stat(40, 'R', 1, 'a) Z 1 (b'));
    expect(findProcess(40, proc)).toMatchObject({ state: 'R', parent: 32_129 });
    expect(insideOf({ pid: 40, state: 'R' }, proc)).toBe(`${proc}/40`);
  });

  it('is all that lives', () => {
    expect(listProcesses(proc).map(({ pid }) => pid)).toEqual([20, 40]);
    expect(listProcesses(join(proc, 'nowhere'))).toEqual([]);
  });
});
