import { afterEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { digestFile, packFolder } from './tarball.ts';

const work = mkdtempSync(join(tmpdir(), 'tarball-'));
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** The same content, written in another order, with other times and modes. */
function fill(dir: string, { names, mode, at }: { names: readonly string[]; mode: number; at: number }): string {
  mkdirSync(join(dir, 'bin'), { recursive: true, mode: mode | 0o700 });
  for (const name of names) {
    writeFileSync(join(dir, name), `content of ${name}`, { mode });
    utimesSync(join(dir, name), at, at);
  }
  chmodSync(join(dir, 'bin/tool'), mode | 0o100);
  return dir;
}

describe('a packed folder', () => {
  it('has one digest whatever the order, times and umask of the machine that packed it', async () => {
    const [a, b] = [join(work, 'a'), join(work, 'b')];
    fill(a, { names: ['z.txt', 'bin/tool', 'a.txt'], mode: 0o644, at: 1_000_000 });
    fill(b, { names: ['a.txt', 'z.txt', 'bin/tool'], mode: 0o600, at: 2_000_000 });
    await packFolder(a, join(work, 'a.tar.gz'));
    await packFolder(b, join(work, 'b.tar.gz'));
    expect(await digestFile(join(work, 'a.tar.gz'))).toBe(await digestFile(join(work, 'b.tar.gz')));
    const entries: [string, string | undefined][] = [];
    await list({
      file: join(work, 'a.tar.gz'),
      onReadEntry: ({ path, mode }) => entries.push([path, mode?.toString(8)]),
    });
    expect(entries).toEqual([
      ['a.txt', '644'],
      ['bin/', '755'],
      ['bin/tool', '755'],
      ['z.txt', '644'],
    ]);
    expect(readFileSync(join(work, 'a.tar.gz')).length).toBeGreaterThan(0);
  });
});
