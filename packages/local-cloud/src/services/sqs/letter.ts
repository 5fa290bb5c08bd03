/** What is known in memory of one message; its body and attributes stay in SQLite. Instants in milliseconds. */
export interface Letter {
  /** Order of sending over all queues, and the key of its row. */
  readonly seq: number;
  readonly messageId: string;
  /** MessageGroupId; empty for none. */
  readonly group: string;
  readonly sentAt: number;
  /** `ready` can be received; `delayed` was never received; `in-flight` hides until `dueAt`; `gone` left the queue. */
  state: 'ready' | 'delayed' | 'in-flight' | 'gone';
  /** When it becomes ready, unless something happens before. */
  dueAt: number;
  receives: number;
  firstReceivedAt: number;
  /** Instant of the last receive; 0 when that was before a restart. */
  receivedAt: number;
  /** ARN of the queue that gave it up to this dead-letter queue; empty for none. */
  readonly sourceArn: string;
}

/** State of a letter that was read from disk at `now`. */
export function findState(letter: { dueAt: number; receives: number }, now: number): Letter['state'] {
  if (letter.dueAt <= now) return 'ready';
  return letter.receives > 0 ? 'in-flight' : 'delayed';
}
