/**
 * The bytes of objects and parts: one file each, `<dataDir>/s3/<bucket>/<random id>`. A name never comes from a key, a
 * file is never changed once written, and it is on disk before anything refers to it.
 *
 * Files that readers hold are removed when the last one is done; what a crash left behind goes at the next start.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, open, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Segment {
  id: string;
  /** Bytes. */
  size: number;
}

export class ContentFolder {
  readonly #root: string;
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();

  constructor(dataDir: string) {
    this.#root = join(dataDir, 's3');
  }

  pathOf(bucket: string, id: string): string {
    return join(this.#root, bucket, id);
  }

  async create(bucket: string): Promise<{ id: string; file: FileHandle }> {
    const id = randomBytes(16).toString('hex');
    await mkdir(join(this.#root, bucket), { recursive: true });
    return { id, file: await open(this.pathOf(bucket, id), 'wx') };
  }

  /** Make the file's name durable, too. */
  async syncFolder(bucket: string): Promise<void> {
    const folder = await open(join(this.#root, bucket));
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** The same bytes under a new id, without copying them where the disk allows. */
  async duplicate(from: string, to: string, segments: Segment[]): Promise<Segment[]> {
    await mkdir(join(this.#root, to), { recursive: true });
    const copies: Segment[] = [];
    for (const { id, size } of segments) {
      const copy = { id: randomBytes(16).toString('hex'), size };
      await link(this.pathOf(from, id), this.pathOf(to, copy.id)).catch(() =>
        copyFile(this.pathOf(from, id), this.pathOf(to, copy.id)),
      );
      copies.push(copy);
    }
    await this.syncFolder(to);
    return copies;
  }

  /** Keep `segments` readable until the returned function is called. */
  hold(bucket: string, segments: Segment[]): () => void {
    const paths = segments.map(({ id }) => this.pathOf(bucket, id));
    for (const path of paths) this.#readers.set(path, (this.#readers.get(path) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const path of paths) this.#release(path);
    };
  }

  discard(bucket: string, segments: Segment[]): void {
    for (const { id } of segments) {
      const path = this.pathOf(bucket, id);
      if (this.#readers.has(path)) this.#doomed.add(path);
      else void rm(path, { force: true });
    }
  }

  async removeBucket(bucket: string): Promise<void> {
    await rmdir(join(this.#root, bucket)).catch(() => undefined);
  }

  /**
   * Remove files that nothing refers to. Before the server listens: uploads under way look the same. A server of this process that has just
   * been closed may still be removing one.
   */
  sweep(isKnown: (id: string) => boolean): void {
    if (!existsSync(this.#root)) return;
    for (const bucket of readdirSync(this.#root)) {
      for (const id of readdirSync(join(this.#root, bucket))) {
        if (!isKnown(id)) rmSync(this.pathOf(bucket, id), { force: true });
      }
    }
  }

  #release(path: string): void {
    const left = (this.#readers.get(path) ?? 1) - 1;
    if (left > 0) return void this.#readers.set(path, left);
    this.#readers.delete(path);
    if (this.#doomed.delete(path)) void rm(path, { force: true });
  }
}
