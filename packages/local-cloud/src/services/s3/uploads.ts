/** Multipart uploads under way and their parts. Writes run inside `Store.write`. */
import { type Store } from '../../store.ts';
import { type Algorithm, type Checksum } from './checksum.ts';
import { type Segment } from './content-folder.ts';
import { s3Error } from './s3-error.ts';

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  startedAt: number;
  headers: Record<string, string>;
  tags: Record<string, string>;
  algorithm?: Algorithm;
  checksumType: Checksum['type'];
}

export interface Part {
  number: number;
  segment: Segment;
  etag: string;
  modifiedAt: number;
  checksum?: Checksum;
}

export class Uploads {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS s3_upload (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, upload TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS s3_part (
        upload_id TEXT NOT NULL, number INTEGER NOT NULL, part TEXT NOT NULL, PRIMARY KEY (upload_id, number));`);
  }

  add(upload: Upload): void {
    this.#store.prepare('INSERT INTO s3_upload VALUES (?, ?, ?)').run(upload.id, upload.bucket, JSON.stringify(upload));
  }

  get(id: string, bucket: string, key: string): Upload {
    const row = this.#store.prepare('SELECT upload FROM s3_upload WHERE id = ?').get(id);
    const upload = row && (JSON.parse(String(row.upload)) as Upload);
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw s3Error('NoSuchUpload', { UploadId: id });
    return upload;
  }

  /** In the order S3 lists them: by key, then by start. */
  list(bucket: string): Upload[] {
    const rows = this.#store.prepare('SELECT upload FROM s3_upload WHERE bucket = ?').all(bucket);
    const all = rows.map((row) => JSON.parse(String(row.upload)) as Upload);
    return all.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || a.startedAt - b.startedAt);
  }

  remove(id: string): void {
    this.#store.prepare('DELETE FROM s3_upload WHERE id = ?').run(id);
    this.#store.prepare('DELETE FROM s3_part WHERE upload_id = ?').run(id);
  }

  findPart(id: string, number: number): Part | undefined {
    const row = this.#store.prepare('SELECT part FROM s3_part WHERE upload_id = ? AND number = ?').get(id, number);
    return row && (JSON.parse(String(row.part)) as Part);
  }

  putPart(id: string, part: Part): void {
    this.#store.prepare('INSERT OR REPLACE INTO s3_part VALUES (?, ?, ?)').run(id, part.number, JSON.stringify(part));
  }

  listParts(id: string): Part[] {
    const rows = this.#store.prepare('SELECT part FROM s3_part WHERE upload_id = ? ORDER BY number').all(id);
    return rows.map((row) => JSON.parse(String(row.part)) as Part);
  }

  *allSegments(): Generator<Segment> {
    for (const row of this.#store.prepare('SELECT part FROM s3_part').iterate()) {
      yield (JSON.parse(String(row.part)) as Part).segment;
    }
  }
}
