/** The scratch disk of the machine. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Files } from '../ports.ts';

export const localFiles: Files = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
    // The engine's user is another one.
    await chmod(path, 0o777);
  },

  write: (file, text) => writeFile(file, text),

  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  },

  async bytesIn(folder) {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  },

  async sha256Of(file) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  },

  wipe: (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
};
