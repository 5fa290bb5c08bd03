/**
 * The objects of all buckets, ordered by the bytes of their keys as S3 lists them. An object is its row; the row names
 * the files that hold its bytes. Writes run inside `Store.write`.
 */
import { type Store } from '../../store.ts';
import { type Checksum } from './checksum.ts';
import { type Segment } from './content-folder.ts';

export interface StoredObject {
  key: string;
  /** Bytes. */
  size: number;
  /** Without quotes. */
  etag: string;
  /** Whole seconds, in milliseconds: HTTP dates know no more. */
  modifiedAt: number;
  detail: ObjectDetail;
}

export interface ObjectDetail {
  segments: Segment[];
  /** Headers to give back: content type and the like, and user metadata. */
  headers: Record<string, string>;
  tags: Record<string, string>;
  checksum?: Checksum;
  /** Uploaded in parts; each segment is one. */
  isMultipart?: boolean;
}

export class Objects {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS s3_object (
        bucket TEXT NOT NULL, key BLOB NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
        modified_at INTEGER NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (bucket, key)) WITHOUT ROWID;`);
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#store
      .prepare('SELECT * FROM s3_object WHERE bucket = ? AND key = ?')
      .get(bucket, Buffer.from(key));
    return row && read(row);
  }

  put(bucket: string, { key, size, etag, modifiedAt, detail }: StoredObject): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO s3_object VALUES (?, ?, ?, ?, ?, ?)')
      .run(bucket, Buffer.from(key), size, etag, modifiedAt, JSON.stringify(detail));
  }

  remove(bucket: string, key: string): void {
    this.#store.prepare('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(bucket, Buffer.from(key));
  }

  isEmpty(bucket: string): boolean {
    return this.#store.prepare('SELECT 1 FROM s3_object WHERE bucket = ? LIMIT 1').get(bucket) === undefined;
  }

  /** Keys at or after `from`, in byte order, read as they are asked for. */
  *scan(bucket: string, from: Buffer): Generator<StoredObject> {
    const pageSize = 256;
    let start = from;
    let isDone = false;
    while (!isDone) {
      const rows = this.#store
        .prepare('SELECT * FROM s3_object WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?')
        .all(bucket, start, pageSize);
      for (const row of rows) yield read(row);
      isDone = rows.length < pageSize;
      const last = rows.at(-1);
      if (last) start = Buffer.concat([last.key as Uint8Array, Buffer.of(0)]);
    }
  }

  *allSegments(): Generator<Segment> {
    for (const row of this.#store.prepare('SELECT detail FROM s3_object').iterate()) {
      yield* (JSON.parse(String(row.detail)) as ObjectDetail).segments;
    }
  }
}

function read(row: Record<string, unknown>): StoredObject {
  return {
    key: Buffer.from(row.key as Uint8Array).toString('utf8'),
    size: Number(row.size),
    etag: String(row.etag),
    modifiedAt: Number(row.modified_at),
    detail: JSON.parse(String(row.detail)) as ObjectDetail,
  };
}
