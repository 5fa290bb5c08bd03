import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPluginDir } from '@reelyard/cli';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { synth, type SynthesizedStack } from '@reelyard/infra';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nobodysArtifacts } from '../infra/read-synthesized.ts';

/** `REELYARD_TERRAFORM=1` runs the real Terraform; The provider comes from a mirror on this machine where there is one. */
const isWanted = process.env['REELYARD_TERRAFORM'] === '1';
const minute = 60_000;

function terraform(dir: string, ...args: string[]): { status: number | null; output: string } {
  const env: NodeJS.ProcessEnv = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  const cliConfig = env['TF_CLI_CONFIG_FILE'];
  if (cliConfig !== undefined && !existsSync(cliConfig)) delete env['TF_CLI_CONFIG_FILE'];
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: dir, env, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('Terraform', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'reelyard-validate-'));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  if (!isWanted) {
    it('is not run: REELYARD_TERRAFORM=1 validates every stack with the real provider', () => {
      expect(isWanted).toBe(false);
    });
    return;
  }

  describe.each([dev, prod, rehearsal])('takes $name', (environment) => {
    let stacks: SynthesizedStack[];
    beforeAll(async () => {
      stacks = await synth(environment, nobodysArtifacts, outdir);
    });

    it(
      'as valid, every stack',
      () => {
        const mirror = findPluginDir(process.env);
        const plugins = mirror === undefined ? [] : [`-plugin-dir=${mirror}`];
        for (const { stack, dir } of stacks) {
          const init = terraform(dir, 'init', '-backend=false', '-input=false', '-no-color', ...plugins);
          expect({ stack, ...init }).toMatchObject({ status: 0 });
          const validate = terraform(dir, 'validate', '-no-color');
          expect({ stack, ...validate }).toMatchObject({ status: 0 });
        }
      },
      10 * minute,
    );
  });
});
