/** Creating, finding, describing and removing queues. */
import { findInteger, findText, findTextMap, findTexts, getText, type Fields } from './fields.ts';
import {
  checkAttributes,
  fillAttributes,
  findRedrivePolicy,
  withoutEmpty,
  type QueueAttributes,
} from './queue-attributes.ts';
import { type Queue } from './queue.ts';
import { type Queues } from './queues.ts';
import { invalidValue, sqsError } from './sqs-error.ts';

type Reply = Promise<Record<string, unknown>>;

const purgePauseMs = 60_000;
const readOnly = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

export async function createQueue(queues: Queues, fields: Fields): Reply {
  const name = getText(fields, 'QueueName');
  checkName(name);
  const attributes = checkAttributes(findTextMap(fields, 'Attributes'));
  const known = queues.find(name);
  if (known) {
    checkSame(known, attributes);
    return { QueueUrl: queues.urlOf(name) };
  }
  checkDeadLetterQueue(queues, attributes);
  const tags = findTextMap(fields, 'tags');
  const now = queues.host.now();
  await queues.write(() =>
    queues.create({ name, attributes: withoutEmpty(attributes), tags, createdAt: now, modifiedAt: now }),
  );
  return { QueueUrl: queues.urlOf(name) };
}

export async function getQueueUrl(queues: Queues, fields: Fields): Reply {
  return { QueueUrl: queues.urlOf(queues.get(getText(fields, 'QueueName')).row.name) };
}

/** Pages only when asked to, as SQS does: without MaxResults at most 1000 and no token. */
export async function listQueues(queues: Queues, fields: Fields): Reply {
  const prefix = findText(fields, 'QueueNamePrefix') ?? '';
  const urls = queues.list().filter(({ row }) => row.name.startsWith(prefix));
  return page(
    urls.map(({ row }) => queues.urlOf(row.name)),
    fields,
    'QueueUrls',
  );
}

export async function listDeadLetterSourceQueues(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  return page(
    queues.sourcesOf(queue.arn).map(({ row }) => queues.urlOf(row.name)),
    fields,
    'queueUrls',
  );
}

export async function deleteQueue(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  await queues.write(() => queues.delete(queue));
  return {};
}

export async function purgeQueue(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const now = queues.host.now();
  if (now - queue.purgedAt < purgePauseMs) {
    throw sqsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.row.name} is allowed every 60 seconds.`,
      403,
    );
  }
  await queues.write(() => queue.clear());
  queue.purgedAt = now;
  return {};
}

export async function getQueueAttributes(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const names = findTexts(fields, 'AttributeNames');
  const all = await queues.write(() => describe(queues, queue));
  const wanted = names.includes('All') ? Object.keys(all) : names;
  const picked: QueueAttributes = {};
  for (const name of wanted) {
    const value = all[name];
    if (value !== undefined) picked[name] = value;
    else if (!isKnown(name)) throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  return Object.keys(picked).length === 0 ? {} : { Attributes: picked };
}

export async function setQueueAttributes(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const changes = checkAttributes(findTextMap(fields, 'Attributes'));
  checkDeadLetterQueue(queues, changes);
  await change(queues, queue, () => {
    queue.row.attributes = withoutEmpty({ ...queue.row.attributes, ...changes });
  });
  return {};
}

export async function tagQueue(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const tags = { ...queue.row.tags, ...findTextMap(fields, 'Tags') };
  if (Object.keys(tags).length > 50) throw invalidValue('Too many tags added for queue ' + queue.row.name + '.');
  await change(queues, queue, () => {
    queue.row.tags = tags;
  });
  return {};
}

export async function untagQueue(queues: Queues, fields: Fields): Reply {
  const queue = queues.getByUrl(getText(fields, 'QueueUrl'));
  const gone = new Set(findTexts(fields, 'TagKeys'));
  await change(queues, queue, () => {
    queue.row.tags = Object.fromEntries(Object.entries(queue.row.tags).filter(([key]) => !gone.has(key)));
  });
  return {};
}

export async function listQueueTags(queues: Queues, fields: Fields): Reply {
  const { tags } = queues.getByUrl(getText(fields, 'QueueUrl')).row;
  return Object.keys(tags).length === 0 ? {} : { Tags: tags };
}

function change(queues: Queues, queue: Queue, apply: () => void): Promise<void> {
  return queues.write(() => {
    apply();
    queue.row.modifiedAt = queues.host.now();
    queues.journal.updateQueue(queue.row);
  }, [queue]);
}

function describe(queues: Queues, queue: Queue): QueueAttributes {
  queue.advance(queues.host.now());
  const { ready, inFlight, delayed } = queue.mailbox.depth;
  return {
    ...fillAttributes(queue.row.attributes),
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.row.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.row.modifiedAt / 1000)),
    QueueArn: queue.arn,
  };
}

function checkName(name: string): void {
  if (name.endsWith('.fifo')) throw sqsError('UnsupportedOperation', 'FIFO queues are not emulated.');
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw invalidValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.');
}

/** Only what the caller names must agree with the queue. */
function checkSame(queue: Queue, wanted: QueueAttributes): void {
  const actual = fillAttributes(queue.row.attributes);
  for (const [name, value] of Object.entries(wanted)) {
    if ((actual[name] ?? '') === value) continue;
    throw sqsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}.`,
    );
  }
}

function checkDeadLetterQueue(queues: Queues, attributes: QueueAttributes): void {
  const target = findRedrivePolicy(attributes)?.deadLetterTargetArn;
  if (target === undefined || queues.findByArn(target)) return;
  throw sqsError(
    'InvalidAttributeValue',
    `Value ${String(attributes.RedrivePolicy)} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
  );
}

function isKnown(name: string): boolean {
  if (readOnly.includes(name)) return true;
  const fifo = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
  if (fifo.includes(name)) return true;
  return [
    ...Object.keys(fillAttributes({ KmsMasterKeyId: 'any' })),
    'Policy',
    'RedrivePolicy',
    'RedriveAllowPolicy',
  ].includes(name);
}

function page(all: string[], fields: Fields, member: string): Record<string, unknown> {
  const max = findInteger(fields, 'MaxResults', 1, 1000);
  const start = Number(Buffer.from(findText(fields, 'NextToken') ?? '', 'base64').toString() || 0);
  if (!Number.isInteger(start) || start < 0) throw invalidValue('NextToken is invalid.');
  const end = start + (max ?? 1000);
  const more = max !== undefined && end < all.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {};
  const found = all.slice(start, end);
  return found.length === 0 && member === 'QueueUrls' ? more : { [member]: found, ...more };
}
