/** Size and digest of a folder: SHA-256 over one line `<mode> <sha256> <path>` for each file, sorted by path. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile, listTree } from '../bundle/tarball.ts';

export async function digestTree(dir: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const name of await listTree(dir)) {
    const found = await stat(join(dir, name));
    if (found.isDirectory()) continue;
    bytes += found.size;
    hash.update(`${(found.mode & 0o777).toString(8)} ${await digestFile(join(dir, name))} ${name}\n`);
  }
  return { bytes, sha256: hash.digest('hex') };
}
