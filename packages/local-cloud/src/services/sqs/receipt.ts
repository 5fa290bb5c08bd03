/**
 * A receipt handle names its message, so that an old one still deletes (as standard queues do), and carries a checksum,
 * so that a mangled one is told apart from one whose message is gone.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { sqsError } from './sqs-error.ts';

export interface Receipt {
  queueId: number;
  seq: number;
  messageId: string;
}

export function formatReceipt({ queueId, seq, messageId }: Receipt): string {
  const text = `${queueId}:${seq}:${messageId}:${randomBytes(9).toString('base64url')}`;
  return Buffer.from(`${text}:${crc32(text).toString(36)}`).toString('base64');
}

export function parseReceipt(handle: string): Receipt {
  const fields = Buffer.from(handle, 'base64').toString('latin1').split(':');
  const [queueId, seq, messageId, nonce, sum] = fields;
  const isIntact =
    fields.length === 5 && crc32(`${queueId}:${seq}:${messageId}:${nonce}`).toString(36) === sum && messageId;
  if (!isIntact) {
    throw sqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return { queueId: Number(queueId), seq: Number(seq), messageId };
}
