import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTerraform, isRecent } from './find-terraform.ts';

const work = mkdtempSync(join(tmpdir(), 'find-terraform-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A folder with a tool that answers with the text. */
function folderWith(name: string, text: string): string {
  const dir = join(work, `${name}-${text.replace(/\W/g, '')}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), `#!/bin/sh\necho '${text}'\n`, { mode: 0o755 });
  return dir;
}
const version = (it: string): string => JSON.stringify({ terraform_version: it });

describe('the tool that deploys', () => {
  it('is terraform, and tofu where there is no terraform', async () => {
    const [tofu, terraform] = [folderWith('tofu', version('1.10.0')), folderWith('terraform', version('1.11.4'))];
    expect(await getTerraform({ PATH: `${tofu}:${terraform}` })).toMatchObject({
      name: 'terraform',
      version: '1.11.4',
    });
    expect(await getTerraform({ PATH: `/nowhere:${tofu}` })).toMatchObject({ name: 'tofu', version: '1.10.0' });
  });

  it('is missed in one sentence and exit code 3', async () => {
    await expect(getTerraform({ PATH: work })).rejects.toMatchObject({
      exitCode: 3,
      message: 'Terraform or OpenTofu >= 1.10 is needed on PATH, and neither is there',
    });
  });

  it('is refused when it is too old to lock state in S3', async () => {
    const old = folderWith('terraform', version('1.9.8'));
    await expect(getTerraform({ PATH: old })).rejects.toMatchObject({
      exitCode: 3,
      message: `Terraform or OpenTofu >= 1.10 is needed on PATH, and ${old}/terraform is 1.9.8`,
    });
  });

  it('is refused when it does not say its version', async () => {
    const odd = folderWith('terraform', 'hello');
    await expect(getTerraform({ PATH: odd })).rejects.toMatchObject({ exitCode: 3 });
  });

  it.each([
    ['1.10.0', true],
    ['1.11.4', true],
    ['2.0.0', true],
    ['1.9.8', false],
    ['0.15.5', false],
    ['', false],
  ])('in version %j is recent enough: %j', (text, expected) => {
    expect(isRecent(text)).toBe(expected);
  });
});
