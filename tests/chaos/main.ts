/**
 * Three small runs under fire, each with its own seed, one after the other: what CI holds every change to.
 * Usage: node scripts/on-node22.mjs tests/chaos/main.ts [--jobs N] [--seeds a,b,c]. Progress on standard error, one JSON line a run on standard
 * output. The folder of a run that failed stays and is named; those of the others are removed. Exit code 1 when one failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const cli = resolve(import.meta.dirname, '../../packages/cli/src/main.ts');
const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '40' }, seeds: { type: 'string', default: '11,12,13' } },
});

/** @returns the exit code of the run */
function run(seed: string, dir: string): Promise<number> {
  const argv = ['--disable-warning=ExperimentalWarning', cli, 'chaos', '--jobs', values.jobs, '--seed', seed];
  const child = spawn(process.execPath, [...argv, '--dir', dir, '--json'], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.once('SIGINT', pass).once('SIGTERM', pass);
  return new Promise((settle) => {
    child.once('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      settle(code ?? 1);
    });
  });
}

const failed: string[] = [];
for (const seed of values.seeds.split(',')) {
  const dir = mkdtempSync(join(tmpdir(), `reelyard-chaos-${seed}-`));
  const code = await run(seed, dir);
  if (code === 0) rmSync(dir, { recursive: true, force: true });
  else failed.push(`seed ${seed} ended with ${code}: everything stays in ${dir}`);
}
for (const words of failed) console.error(`✗ ${words}`);
process.exitCode = failed.length === 0 ? 0 : 1;
