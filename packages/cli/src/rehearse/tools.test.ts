import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTools } from './tools.ts';

const work = mkdtempSync(join(tmpdir(), 'rehearse-tools-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function folderWith(...names: string[]): string {
  const dir = join(work, names.join('-'));
  mkdirSync(dir, { recursive: true });
  for (const name of names)
    writeFileSync(join(dir, name), `#!/bin/sh\necho '{"terraform_version":"1.11.4"}'\n`, { mode: 0o755 });
  return dir;
}

describe('the tools of a rehearsal', () => {
  it('are found on PATH, and the mirror where TF_PLUGIN_DIR says', async () => {
    const dir = folderWith('terraform', 'moto_server');
    const tools = await getTools({ PATH: dir, TF_PLUGIN_DIR: '/mirror' });
    expect(tools).toMatchObject({ moto: join(dir, 'moto_server'), pluginDir: '/mirror' });
  });

  it('are missed with one sentence and exit code 3', async () => {
    const dir = folderWith('terraform');
    await expect(getTools({ PATH: dir })).rejects.toMatchObject({
      exitCode: 3,
      message: "moto_server is needed on PATH: pip install 'moto[server]>=5.2'",
    });
    await expect(getTools({ PATH: work })).rejects.toMatchObject({ exitCode: 3 });
  });

  it('fail a pipeline that requires the rehearsal', async () => {
    const missing = getTools({ PATH: work, REHEARSAL: 'required' });
    await expect(missing).rejects.toMatchObject({ exitCode: 1 });
    await expect(missing).rejects.toThrow('(REHEARSAL=required)');
  });
});
