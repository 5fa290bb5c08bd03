/** Storage for tests: a folder, and a hook that can hold back or refuse a publication. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type PublishedFile, type Staged, type Storage } from '../ports.ts';

export class FolderStorage implements Storage {
  readonly folder: string;
  beforePublish: (key: string) => Promise<void> = () => Promise.resolve();

  constructor(folder: string) {
    this.folder = folder;
  }

  userId(): Promise<string> {
    return Promise.resolve('AROATEST:i-test');
  }

  async publish(file: string, to: { key: string }): Promise<PublishedFile> {
    await this.beforePublish(to.key);
    const path = join(this.folder, to.key);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(file, path, constants.COPYFILE_EXCL);
    const bytes = await readFile(path);
    return { key: to.key, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async fetch(key: string, toFile: string): Promise<Staged> {
    await copyFile(join(this.folder, key), toFile);
    return { kind: 'staged', bytes: (await readFile(toFile)).length };
  }
}
