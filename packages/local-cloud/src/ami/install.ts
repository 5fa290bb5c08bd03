/**
 * The emulated machine image: a bin folder of small programs that a real image has and a laptop may lack or must not
 * run for real. Each is a shell script that runs the pinned Node on a source of ours; a link would lose the Node.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Program name → source beside this file. */
const PROGRAMS: Record<string, string> = { aws: './aws.ts', systemctl: './systemctl.ts' };

/** Write the shims. @returns the folder to put first on an instance's PATH. */
export function installAmi(dataDir: string, node = process.execPath): string {
  const bin = join(dataDir, 'ami', 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, source] of Object.entries(PROGRAMS)) {
    const file = join(bin, name);
    const script = fileURLToPath(new URL(source, import.meta.url));
    writeFileSync(file, `#!/bin/sh\nexec '${node}' --disable-warning=ExperimentalWarning '${script}' "$@"\n`);
    chmodSync(file, 0o755);
  }
  return bin;
}
