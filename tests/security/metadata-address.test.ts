import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('support/metadata-namespace.ts', import.meta.url));
const canRun = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

// The rules are the kernel's: they need root, a network namespace and the nft command (Debian: nftables). Nothing else can load them, so without these
// the test cannot run; .ci/run installs nft where it may, and lists the test as skipped where it may not.
const canGuard = process.getuid?.() === 0 && canRun('unshare', '-n', 'true') && canRun('nft', '--version');
if (!canGuard) console.info('The metadata address: not run, needs root, network namespaces and nft.');
const guarded = canGuard ? describe : describe.skip;

guarded('the metadata address', () => {
  it('is not reached by an engine once the rules of the bootstrap are loaded, and still by the agent', () => {
    const { stdout, stderr } = spawnSync('unshare', ['-n', process.execPath, script], { encoding: 'utf8' });
    expect({ stderr, ...(JSON.parse(stdout || '{}') as object) }).toMatchObject({
      unguarded: true,
      engine: false,
      agent: true,
    });
  });
});
