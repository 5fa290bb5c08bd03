/** MD5 digests that SQS returns and clients check. Source: SQS Developer Guide, "Calculating the MD5 message digest". */
import { createHash, type Hash } from 'node:crypto';

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64, as on the wire. */
  BinaryValue?: string;
}
export type MessageAttributes = Record<string, MessageAttribute>;

export function digestBody(body: string): string {
  return createHash('md5').update(body, 'utf8').digest('hex');
}

/** Undefined when there are none: SQS then leaves the digest out. */
export function digestAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const md5 = createHash('md5');
  for (const name of names) addAttribute(md5, name, attributes[name]);
  return md5.digest('hex');
}

function addAttribute(md5: Hash, name: string, attribute: MessageAttribute | undefined): void {
  if (!attribute) return;
  addSized(md5, Buffer.from(name));
  addSized(md5, Buffer.from(attribute.DataType));
  const isBinary = attribute.BinaryValue !== undefined;
  md5.update(Buffer.of(isBinary ? 2 : 1));
  addSized(
    md5,
    isBinary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : Buffer.from(attribute.StringValue ?? ''),
  );
}

function addSized(md5: Hash, bytes: Buffer): void {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  md5.update(size).update(bytes);
}
