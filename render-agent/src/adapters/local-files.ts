/** The scratch disk of the machine. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, opendir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Files } from '../ports.ts';

export const localFiles: Files = {
  async makeFolder(path, access) {
    await mkdir(path, { recursive: true });
    await chmod(path, MODES[access]);
  },

  write: (file, text) => writeFile(file, text),

  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  },

  bytesIn: (folder) => bytesBelow(folder, MAX_ENTRIES),

  async sha256Of(file) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  },

  wipe: (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
};

/** The user of the engines is another one; whose parent is private, it meets none of them. */
const MODES = { private: 0o700, readable: 0o755, writable: 0o777 };

/** A million empty files fill no disk and would fill our memory. */
const MAX_ENTRIES = 50_000;

/** @returns infinity beyond that many entries */
export const bytesBelow = (folder: string, maxEntries: number): Promise<number> =>
  sumBelow(folder, { entries: maxEntries });

async function sumBelow(folder: string, left: { entries: number }): Promise<number> {
  const entries = await opendir(folder).catch(() => []);
  let sum = 0;
  try {
    for await (const entry of entries) {
      left.entries -= 1;
      if (left.entries < 0) return Infinity;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) sum += await sumBelow(path, left);
      else if (entry.isFile()) sum += (await lstat(path).catch(() => ({ size: 0 }))).size;
    }
  } catch {
    // It was removed while we looked.
    return sum;
  }
  return sum;
}
