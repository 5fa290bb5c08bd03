import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesBelow, localFiles } from './local-files.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'reelyard-files-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the scratch disk', () => {
  it('makes folders that the user of the engine may write', async () => {
    const folder = join(root, 'attempt', 'out');
    await localFiles.makeFolder(folder, 'writable');
    expect((await stat(folder)).mode & 0o777).toBe(0o777);
  });

  it('lists the files of a folder, and counts those below as well', async () => {
    await localFiles.makeFolder(join(root, 'parts'), 'private');
    await localFiles.write(join(root, 'video.mp4'), '1234');
    await localFiles.write(join(root, 'parts', 'one.bin'), '123456');
    expect(await localFiles.list(root)).toEqual(['video.mp4']);
    expect(await localFiles.bytesIn(root)).toBe(10);
  });

  it('stops counting where there are too many files to count', async () => {
    for (let n = 0; n < 8; n += 1) await localFiles.write(join(root, `${n}`), 'x');
    expect(await bytesBelow(root, 8)).toBe(8);
    expect(await bytesBelow(root, 7)).toBe(Infinity);
  });

  it('lends a folder of its own to nobody unless it is told', async () => {
    const folder = join(root, 'attempt');
    await localFiles.makeFolder(folder, 'private');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('counts nothing in a folder that is not there', async () => {
    expect(await localFiles.bytesIn(join(root, 'missing'))).toBe(0);
  });

  it('tells the digest of a file, and wipes what is there or not', async () => {
    const file = join(root, 'video.mp4');
    await localFiles.write(file, 'bytes');
    expect(await localFiles.sha256Of(file)).toBe(createHash('sha256').update('bytes').digest('hex'));
    await localFiles.wipe(root);
    await localFiles.wipe(root);
    await expect(stat(root)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
