/** What a message must be to be accepted. Source: SQS API Reference, SendMessage, and "Message quotas". */
import { findInteger, findText, getText, asFields, type Fields } from './fields.ts';
import { type Content } from './journal.ts';
import { type MessageAttribute, type MessageAttributes } from './message-digest.ts';
import { invalidValue, sqsError } from './sqs-error.ts';

/** A message as sent, checked. */
export interface Draft {
  content: Content;
  group: string;
  delaySeconds: number | undefined;
  /** Bytes that count against the limits: body, and names, types and values of attributes. */
  bytes: number;
}

// XML 1.0 characters; a string with a lone surrogate is no text at all.
const forbidden = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const namePattern = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)(?!.*\.$)[\w.-]{1,256}$/i;
const typePattern = /^(String|Number|Binary)(\..+)?$/;
const groupPattern = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

export function parseDraft(fields: Fields, senderId: string): Draft {
  const body = getText(fields, 'MessageBody');
  if (forbidden.test(body)) {
    throw sqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  }
  const attributes = parseAttributes(fields);
  const group = findText(fields, 'MessageGroupId') ?? '';
  if (group !== '' && !groupPattern.test(group)) {
    throw invalidValue(
      `Value ${group} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  if (fields.MessageDeduplicationId !== undefined) {
    throw invalidValue(
      'Value for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.',
    );
  }
  const content = { body, attributes, trace: parseTrace(fields), senderId };
  return { content, group, delaySeconds: findInteger(fields, 'DelaySeconds', 0, 900), bytes: sizeOf(content) };
}

export function parseTrace(fields: Fields): string {
  const system = asFields(fields.MessageSystemAttributes ?? {}, 'MessageSystemAttributes');
  for (const name of Object.keys(system)) {
    if (name !== 'AWSTraceHeader') throw invalidValue(`Message system attribute name '${name}' is invalid.`);
  }
  if (system.AWSTraceHeader === undefined) return '';
  return getText(asFields(system.AWSTraceHeader, 'AWSTraceHeader'), 'StringValue');
}

function parseAttributes(fields: Fields): MessageAttributes {
  const sent = Object.entries(asFields(fields.MessageAttributes ?? {}, 'MessageAttributes'));
  if (sent.length > 10)
    throw invalidValue('Number of message attributes [' + sent.length + '] exceeds the allowed maximum [10].');
  return Object.fromEntries(sent.map(([name, value]) => [name, parseAttribute(name, asFields(value, name))]));
}

function parseAttribute(name: string, fields: Fields): MessageAttribute {
  const bad = (reason: string): Error => invalidValue(`The message attribute '${name}' ${reason}`);
  if (!namePattern.test(name)) throw bad('has an invalid name.');
  const DataType = findText(fields, 'DataType') ?? '';
  const kind = typePattern.exec(DataType)?.[1];
  if (!kind || DataType.length > 256) {
    throw bad(
      'has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.',
    );
  }
  const member = kind === 'Binary' ? 'BinaryValue' : 'StringValue';
  const value = findText(fields, member) ?? '';
  if (value === '') throw bad(`must contain non-empty message attribute value for message attribute type '${kind}'.`);
  if (kind === 'Number' && !Number.isFinite(Number(value))) throw bad('must contain a number.');
  if (kind !== 'Binary' && forbidden.test(value)) throw bad('contains invalid characters.');
  return { DataType, [member]: value };
}

function sizeOf({ body, attributes }: Content): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes +=
      BinaryValue === undefined ? Buffer.byteLength(StringValue ?? '') : Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}
