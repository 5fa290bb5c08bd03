/**
 * ReceiveMessage. A receive that finds nothing joins the queue's waiters; a message that reached a client which had gone
 * is put back as if never received.
 */
import { findInteger, findTexts, getText, type Fields } from './fields.ts';
import { type Content } from './journal.ts';
import { type Letter } from './letter.ts';
import { digestAttributes, digestBody, type MessageAttributes } from './message-digest.ts';
import { findRedrivePolicy } from './queue-attributes.ts';
import { type Queue } from './queue.ts';
import { type Queues } from './queues.ts';
import { formatReceipt } from './receipt.ts';
import { sqsError } from './sqs-error.ts';
import { type Waiter } from './waiters.ts';

/** Messages in flight on a standard queue. Source: SQS Developer Guide, "Queue quotas". */
const maxInFlight = 120_000;

interface Order {
  max: number;
  visibilityMs: number;
  waitMs: number;
  systemNames: Set<string>;
  attributeNames: string[];
}

export async function receiveMessage(
  queues: Queues,
  fields: Fields,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const order = parseOrder(queue, fields);
  let letters = await queues.write(() => take(queues, queue, order));
  if (letters.length === 0 && order.waitMs > 0) letters = await wait(queues, queue, order, signal);
  if (signal.aborted && letters.length > 0) {
    await putBack(queues, queue, letters);
    return {};
  }
  const messages = letters.flatMap((letter) => (letter.state === 'gone' ? [] : [render(queues, queue, order, letter)]));
  return messages.length === 0 ? {} : { Messages: messages };
}

function parseOrder(queue: Queue, fields: Fields): Order {
  const visibility = findInteger(fields, 'VisibilityTimeout', 0, 43_200) ?? queue.setting('VisibilityTimeout');
  const wait = findInteger(fields, 'WaitTimeSeconds', 0, 20) ?? queue.setting('ReceiveMessageWaitTimeSeconds');
  const systemNames = [...findTexts(fields, 'MessageSystemAttributeNames'), ...findTexts(fields, 'AttributeNames')];
  return {
    max: findInteger(fields, 'MaxNumberOfMessages', 1, 10) ?? 1,
    visibilityMs: visibility * 1000,
    waitMs: wait * 1000,
    systemNames: new Set(systemNames),
    attributeNames: findTexts(fields, 'MessageAttributeNames'),
  };
}

/** Runs inside a write. Those who waited longer come first. */
function take(queues: Queues, queue: Queue, order: Order): Letter[] {
  const now = queues.host.now();
  queue.advance(now);
  queues.ring(queue);
  return takeNow(queues, queue, order);
}

function takeNow(queues: Queues, queue: Queue, order: Order): Letter[] {
  const now = queues.host.now();
  const policy = findRedrivePolicy(queue.row.attributes);
  const deadLetters = policy && queues.findByArn(policy.deadLetterTargetArn);
  const room = maxInFlight - queue.mailbox.depth.inFlight;
  if (room <= 0 && order.waitMs === 0) throw sqsError('OverLimit', 'Too many messages in flight.', 403);
  const touched = new Set<Queue>();
  const giveUp = (letter: Letter): boolean => {
    if (!policy || !deadLetters || letter.receives <= policy.maxReceiveCount) return false;
    moveToDeadLetters(queues, queue, deadLetters, letter);
    touched.add(deadLetters);
    return true;
  };
  const taken = queue.take(now, now + order.visibilityMs, Math.min(order.max, room), giveUp);
  for (const other of touched) queues.ring(other);
  return taken;
}

/** It keeps its id, its age and its count; the receive that found it spent does not count. */
function moveToDeadLetters(queues: Queues, from: Queue, to: Queue, letter: Letter): void {
  const content = queues.journal.getContent(letter.seq);
  const moved: Letter = {
    ...letter,
    seq: queues.journal.nextSeq(),
    state: 'ready',
    dueAt: queues.host.now(),
    receives: letter.receives - 1,
    sourceArn: from.arn,
  };
  from.remove(letter);
  to.add(moved, content);
}

function wait(queues: Queues, queue: Queue, order: Order, signal: AbortSignal): Promise<Letter[]> {
  return new Promise((resolve, reject) => {
    const finish = (letters: Promise<Letter[]> | Letter[]): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      queue.waiters.leave(waiter);
      Promise.resolve(letters).then(resolve, reject);
    };
    const leave = (): void => finish([]);
    const waiter: Waiter = {
      serve: () => {
        let found: Letter[] = [];
        const committed = queues.write(() => (found = takeNow(queues, queue, order)));
        if (found.length > 0) finish(committed);
        else committed.catch(reject);
        return found.length > 0;
      },
      dismiss: leave,
    };
    const timer = setTimeout(leave, order.waitMs);
    if (signal.aborted || queues.find(queue.row.name) !== queue) return leave();
    signal.addEventListener('abort', leave, { once: true });
    queue.waiters.join(waiter);
    queues.ring(queue);
  });
}

async function putBack(queues: Queues, queue: Queue, letters: Letter[]): Promise<void> {
  await queues.write(() => {
    for (const letter of letters) queue.undoReceive(letter, queues.host.now());
  }, [queue]);
}

function render(queues: Queues, queue: Queue, order: Order, letter: Letter): Record<string, unknown> {
  const content = queues.journal.getContent(letter.seq);
  const attributes = pickAttributes(content.attributes, order.attributeNames);
  const system = pickSystem(systemAttributes(letter, content), order.systemNames);
  return {
    MessageId: letter.messageId,
    ReceiptHandle: formatReceipt({ queueId: queue.row.id, seq: letter.seq, messageId: letter.messageId }),
    MD5OfBody: digestBody(content.body),
    Body: content.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: digestAttributes(attributes),
    }),
  };
}

function systemAttributes(letter: Letter, content: Content): Record<string, string> {
  return {
    SenderId: content.senderId,
    SentTimestamp: String(letter.sentAt),
    ApproximateReceiveCount: String(letter.receives),
    ApproximateFirstReceiveTimestamp: String(letter.firstReceivedAt),
    ...(letter.group !== '' && { MessageGroupId: letter.group }),
    ...(content.trace !== '' && { AWSTraceHeader: content.trace }),
    ...(letter.sourceArn !== '' && { DeadLetterQueueSourceArn: letter.sourceArn }),
  };
}

function pickSystem(all: Record<string, string>, names: Set<string>): Record<string, string> {
  if (names.has('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

/** Names are exact, `All`, `.*`, or a prefix such as `trace.*`. */
function pickAttributes(all: MessageAttributes, names: string[]): MessageAttributes {
  if (names.length === 0) return {};
  if (names.includes('All') || names.includes('.*')) return all;
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  const isWanted = (name: string): boolean =>
    names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
}
