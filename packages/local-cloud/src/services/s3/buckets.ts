/** The buckets and the documents set on them. Writes run inside `Store.write`. */
import { type Store } from '../../store.ts';
import { s3Error } from './s3-error.ts';

export class Buckets {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(`
      CREATE TABLE IF NOT EXISTS s3_bucket (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS s3_bucket_document (
        bucket TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (bucket, kind));`);
  }

  list(): { name: string; createdAt: number }[] {
    const rows = this.#store.prepare('SELECT name, created_at FROM s3_bucket ORDER BY name').all();
    return rows.map((row) => ({ name: String(row.name), createdAt: Number(row.created_at) }));
  }

  has(name: string): boolean {
    return this.#store.prepare('SELECT 1 FROM s3_bucket WHERE name = ?').get(name) !== undefined;
  }

  check(name: string): void {
    if (!this.has(name)) throw s3Error('NoSuchBucket', { BucketName: name });
  }

  add(name: string, createdAt: number): void {
    this.#store.prepare('INSERT INTO s3_bucket (name, created_at) VALUES (?, ?)').run(name, createdAt);
  }

  remove(name: string): void {
    this.#store.prepare('DELETE FROM s3_bucket WHERE name = ?').run(name);
    this.#store.prepare('DELETE FROM s3_bucket_document WHERE bucket = ?').run(name);
  }

  findDocument(bucket: string, kind: string): string | undefined {
    const row = this.#store
      .prepare('SELECT document FROM s3_bucket_document WHERE bucket = ? AND kind = ?')
      .get(bucket, kind);
    return row && String(row.document);
  }

  setDocument(bucket: string, kind: string, document: string): void {
    this.#store.prepare('INSERT OR REPLACE INTO s3_bucket_document VALUES (?, ?, ?)').run(bucket, kind, document);
  }

  removeDocument(bucket: string, kind: string): void {
    this.#store.prepare('DELETE FROM s3_bucket_document WHERE bucket = ? AND kind = ?').run(bucket, kind);
  }
}
