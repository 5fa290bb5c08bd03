import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseImage } from './server-image.ts';

const dir = mkdtempSync(join(tmpdir(), 'server-image-'));
const file = join(dir, 'job-server-image.json');
afterEach(() => rmSync(file, { force: true }));

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const pushed = (it: string): void => writeFileSync(file, JSON.stringify({ 'containerimage.digest': it }));

describe('the image that is deployed', () => {
  it('is the one that the operator says', async () => {
    pushed(digest('b'));
    expect(await chooseImage({ told: digest('a'), dir, deployed: digest('c') })).toEqual({
      kind: 'told',
      digest: digest('a'),
    });
  });

  it('is else the one that was pushed for this build, else the one that is deployed', async () => {
    pushed(digest('b'));
    expect(await chooseImage({ dir, deployed: digest('c') })).toEqual({ kind: 'pushed', digest: digest('b') });
    rmSync(file);
    expect(await chooseImage({ dir, deployed: digest('c') })).toEqual({ kind: 'deployed', digest: digest('c') });
  });

  it('may be told to stay, when there is one', async () => {
    pushed(digest('b'));
    expect(await chooseImage({ told: 'deployed', dir, deployed: digest('c') })).toMatchObject({ digest: digest('c') });
    await expect(chooseImage({ told: 'deployed', dir, deployed: undefined })).rejects.toThrow(
      'nothing is deployed yet',
    );
  });

  it('is none before the first push', async () => {
    expect(await chooseImage({ dir, deployed: undefined })).toMatchObject({ kind: 'none' });
  });

  it.each(['latest', 'sha256:abc', digest('A')])('is never a tag or half a digest: %s', async (told) => {
    await expect(chooseImage({ told, dir, deployed: undefined })).rejects.toMatchObject({ exitCode: 2 });
  });

  it('is refused when the push left no digest', async () => {
    writeFileSync(file, '{}');
    await expect(chooseImage({ dir, deployed: undefined })).rejects.toThrow('was the image pushed?');
  });
});
