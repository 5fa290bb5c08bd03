/** DeleteMessage, ChangeMessageVisibility and their batches: what a receiver does with what it holds. */
import { parseEntries, runEntries, type BatchReply } from './batch.ts';
import { findInteger, getText, type Fields } from './fields.ts';
import { type Queue } from './queue.ts';
import { type Queues } from './queues.ts';
import { parseReceipt } from './receipt.ts';
import { invalidValue, sqsError } from './sqs-error.ts';

/** A message can be hidden this long from its receive on. Source: SQS API Reference, ChangeMessageVisibility. */
const maxHiddenSeconds = 43_200;

type Act = (queues: Queues, queue: Queue, fields: Fields) => void;

export async function deleteMessage(queues: Queues, fields: Fields): Promise<Record<string, unknown>> {
  return actOnce(queues, fields, remove);
}

export async function deleteMessageBatch(queues: Queues, fields: Fields): Promise<BatchReply> {
  return actOnEach(queues, fields, remove);
}

export async function changeMessageVisibility(queues: Queues, fields: Fields): Promise<Record<string, unknown>> {
  return actOnce(queues, fields, changeVisibility);
}

export async function changeMessageVisibilityBatch(queues: Queues, fields: Fields): Promise<BatchReply> {
  return actOnEach(queues, fields, changeVisibility);
}

async function actOnce(queues: Queues, fields: Fields, act: Act): Promise<Record<string, unknown>> {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  await queues.write(() => act(queues, queue, fields), [queue]);
  return {};
}

async function actOnEach(queues: Queues, fields: Fields, act: Act): Promise<BatchReply> {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const entries = parseEntries(fields);
  return queues.write(
    () =>
      runEntries(entries, (entry) => {
        act(queues, queue, entry.fields);
        return {};
      }),
    [queue],
  );
}

/** An older handle deletes too, and deleting twice is no error. */
function remove(_queues: Queues, queue: Queue, fields: Fields): void {
  const { seq, messageId } = getReceipt(queue, fields);
  const letter = queue.mailbox.find(seq);
  if (letter?.messageId === messageId) queue.remove(letter);
}

function changeVisibility(queues: Queues, queue: Queue, fields: Fields): void {
  const receipt = getReceipt(queue, fields);
  const seconds = findInteger(fields, 'VisibilityTimeout', 0, maxHiddenSeconds);
  if (seconds === undefined)
    throw sqsError('MissingParameter', 'The request must contain the parameter VisibilityTimeout.');
  const now = queues.host.now();
  queue.advance(now);
  const letter = queue.mailbox.find(receipt.seq);
  if (letter?.messageId !== receipt.messageId) throw unavailable(fields);
  if (letter.state !== 'in-flight') {
    throw sqsError('MessageNotInflight', 'The specified message is not in flight.');
  }
  const hiddenUntil = now + seconds * 1000;
  if (letter.receivedAt > 0 && hiddenUntil - letter.receivedAt > maxHiddenSeconds * 1000) {
    throw invalidValue(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${maxHiddenSeconds} seconds].`,
    );
  }
  queue.hideUntil(letter, hiddenUntil, now);
}

function getReceipt(queue: Queue, fields: Fields): ReturnType<typeof parseReceipt> {
  const receipt = parseReceipt(getText(fields, 'ReceiptHandle'));
  if (receipt.queueId !== queue.row.id) {
    throw sqsError('ReceiptHandleIsInvalid', 'The input receipt handle is not a handle of this queue.');
  }
  return receipt;
}

function unavailable(fields: Fields): Error {
  return invalidValue(
    `Value ${String(fields.ReceiptHandle)} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  );
}
