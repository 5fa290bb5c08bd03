/**
 * The rows behind the queues. Every call is synchronous and must run inside `Store.write`, so that it is on disk before
 * the reply that promises it leaves.
 */
import { type Store } from '../../store.ts';
import { findState, type Letter } from './letter.ts';
import { type MessageAttributes } from './message-digest.ts';
import { type QueueAttributes } from './queue-attributes.ts';

/** What a message carries besides what the mailbox knows of it. */
export interface Content {
  body: string;
  attributes: MessageAttributes;
  /** AWSTraceHeader; empty for none. */
  trace: string;
  senderId: string;
}

export interface QueueRow {
  id: number;
  name: string;
  attributes: QueueAttributes;
  tags: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
}

const schema = `
CREATE TABLE IF NOT EXISTS sqs_queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, attributes TEXT NOT NULL, tags TEXT NOT NULL,
  created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sqs_message (
  seq INTEGER PRIMARY KEY, queue_id INTEGER NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, trace TEXT NOT NULL, sender_id TEXT NOT NULL, message_group TEXT NOT NULL,
  source_arn TEXT NOT NULL, sent_at INTEGER NOT NULL, due_at INTEGER NOT NULL, receives INTEGER NOT NULL,
  first_received_at INTEGER NOT NULL);`;

export class Journal {
  readonly #store: Store;
  #lastSeq: number;

  constructor(store: Store) {
    this.#store = store;
    store.migrate(schema);
    const row = store.prepare('SELECT coalesce(max(seq), 0) AS seq FROM sqs_message').get();
    this.#lastSeq = Number(row?.seq ?? 0);
  }

  nextSeq(): number {
    return ++this.#lastSeq;
  }

  saveQueue(row: Omit<QueueRow, 'id'>): number {
    const done = this.#store
      .prepare('INSERT INTO sqs_queue (name, attributes, tags, created_at, modified_at) VALUES (?, ?, ?, ?, ?)')
      .run(row.name, JSON.stringify(row.attributes), JSON.stringify(row.tags), row.createdAt, row.modifiedAt);
    return Number(done.lastInsertRowid);
  }

  updateQueue(row: QueueRow): void {
    this.#store
      .prepare('UPDATE sqs_queue SET attributes = ?, tags = ?, modified_at = ? WHERE id = ?')
      .run(JSON.stringify(row.attributes), JSON.stringify(row.tags), row.modifiedAt, row.id);
  }

  deleteQueue(id: number): void {
    this.deleteMessages(id);
    this.#store.prepare('DELETE FROM sqs_queue WHERE id = ?').run(id);
  }

  deleteMessages(queueId: number): void {
    this.#store.prepare('DELETE FROM sqs_message WHERE queue_id = ?').run(queueId);
  }

  saveMessage(queueId: number, letter: Letter, content: Content): void {
    const { body, attributes, trace, senderId } = content;
    const { seq, messageId, group, sourceArn, sentAt, dueAt } = letter;
    const head = [seq, queueId, messageId, body, JSON.stringify(attributes), trace, senderId, group] as const;
    this.#store
      .prepare('INSERT INTO sqs_message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...head, sourceArn, sentAt, dueAt, letter.receives, letter.firstReceivedAt);
  }

  updateMessage({ seq, dueAt, receives, firstReceivedAt }: Letter): void {
    this.#store
      .prepare('UPDATE sqs_message SET due_at = ?, receives = ?, first_received_at = ? WHERE seq = ?')
      .run(dueAt, receives, firstReceivedAt, seq);
  }

  deleteMessage(seq: number): void {
    this.#store.prepare('DELETE FROM sqs_message WHERE seq = ?').run(seq);
  }

  getContent(seq: number): Content {
    const row = this.#store
      .prepare('SELECT body, attributes, trace, sender_id FROM sqs_message WHERE seq = ?')
      .get(seq);
    if (!row) throw new Error(`message ${seq} has no row`);
    const attributes = JSON.parse(String(row.attributes)) as MessageAttributes;
    return { body: String(row.body), attributes, trace: String(row.trace), senderId: String(row.sender_id) };
  }

  loadQueues(): QueueRow[] {
    const rows = this.#store.prepare('SELECT * FROM sqs_queue ORDER BY id').all();
    return rows.map((row) => ({
      id: Number(row.id),
      name: String(row.name),
      attributes: JSON.parse(String(row.attributes)) as QueueAttributes,
      tags: JSON.parse(String(row.tags)) as Record<string, string>,
      createdAt: Number(row.created_at),
      modifiedAt: Number(row.modified_at),
    }));
  }

  loadLetters(queueId: number, now: number): Letter[] {
    const columns = 'seq, message_id, message_group, source_arn, sent_at, due_at, receives, first_received_at';
    const rows = this.#store.prepare(`SELECT ${columns} FROM sqs_message WHERE queue_id = ? ORDER BY seq`).all(queueId);
    return rows.map((row) => {
      const timing = { dueAt: Number(row.due_at), receives: Number(row.receives) };
      return {
        ...timing,
        seq: Number(row.seq),
        messageId: String(row.message_id),
        group: String(row.message_group),
        sentAt: Number(row.sent_at),
        state: findState(timing, now),
        firstReceivedAt: Number(row.first_received_at),
        receivedAt: 0,
        sourceArn: String(row.source_arn),
      };
    });
  }
}
