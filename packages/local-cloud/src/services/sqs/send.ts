/** SendMessage and SendMessageBatch. */
import { randomUUID } from 'node:crypto';
import { parseEntries, runEntries, type BatchReply } from './batch.ts';
import { getText, type Fields } from './fields.ts';
import { type Letter } from './letter.ts';
import { parseDraft, type Draft } from './message-check.ts';
import { digestAttributes, digestBody } from './message-digest.ts';
import { type Queue } from './queue.ts';
import { type Queues } from './queues.ts';
import { invalidValue, sqsError } from './sqs-error.ts';

/** Bytes of all messages of one batch. Source: SQS Developer Guide, "Message quotas" (1 MiB since August 2025). */
const maxBatchBytes = 1_048_576;

/** How late a message comes that a `reorder` fault lets others overtake. */
const overtakenMs = 500;

export async function sendMessage(queues: Queues, fields: Fields, senderId: string): Promise<Record<string, unknown>> {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const draft = parseDraft(fields, senderId);
  checkSize(queue, draft);
  return queues.write(() => post(queues, queue, draft), [queue]);
}

export async function sendMessageBatch(queues: Queues, fields: Fields, senderId: string): Promise<BatchReply> {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const entries = parseEntries(fields);
  const drafts = new Map<string, Draft>();
  const checked = runEntries(entries, (entry) => {
    const draft = parseDraft(entry.fields, senderId);
    checkSize(queue, draft);
    drafts.set(entry.id, draft);
    return {};
  });
  checkBatchSize([...drafts.values()]);
  return queues.write(() => {
    const sent = [...drafts].map(([Id, draft]) => ({ Id, ...post(queues, queue, draft) }));
    return { ...(sent.length > 0 && { Successful: sent }), ...(checked.Failed && { Failed: checked.Failed }) };
  }, [queue]);
}

/** Runs inside a write. An injected fault changes what the queue gets, never what the sender is told. */
function post(queues: Queues, queue: Queue, draft: Draft): Record<string, unknown> {
  const { content } = draft;
  const messageId = randomUUID();
  const fate = queues.host.faults.messageFate(queue.row.name);
  const copies = { deliver: 1, drop: 0, duplicate: 2, reorder: 1 }[fate];
  const lateMs = fate === 'reorder' ? overtakenMs : 0;
  for (let n = 0; n < copies; n += 1) queue.add(makeLetter(queues, queue, draft, { messageId, lateMs }), content);
  const trace = content.trace === '' ? {} : { AWSTraceHeader: { DataType: 'String', StringValue: content.trace } };
  return {
    MessageId: messageId,
    MD5OfMessageBody: digestBody(content.body),
    MD5OfMessageAttributes: digestAttributes(content.attributes),
    MD5OfMessageSystemAttributes: digestAttributes(trace),
  };
}

function makeLetter(
  queues: Queues,
  queue: Queue,
  { group, delaySeconds }: Draft,
  { messageId, lateMs }: { messageId: string; lateMs: number },
): Letter {
  const now = queues.host.now();
  const delayMs = (delaySeconds ?? queue.setting('DelaySeconds')) * 1000 + lateMs;
  return {
    seq: queues.journal.nextSeq(),
    messageId,
    group,
    sentAt: now,
    state: delayMs > 0 ? 'delayed' : 'ready',
    dueAt: now + delayMs,
    receives: 0,
    firstReceivedAt: 0,
    receivedAt: 0,
    sourceArn: '',
  };
}

function checkSize(queue: Queue, { bytes }: Draft): void {
  const max = queue.setting('MaximumMessageSize');
  if (bytes > max)
    throw invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${max} bytes.`);
}

function checkBatchSize(drafts: Draft[]): void {
  const bytes = drafts.reduce((sum, draft) => sum + draft.bytes, 0);
  if (bytes <= maxBatchBytes) return;
  throw sqsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maxBatchBytes} bytes. You have sent ${bytes} bytes.`,
  );
}
