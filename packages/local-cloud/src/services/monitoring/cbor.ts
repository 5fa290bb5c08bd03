/**
 * The part of CBOR (RFC 8949) that Smithy's rpc-v2-cbor uses, which is what current CloudWatch clients speak. Instants
 * (tag 1) are read as seconds. Invariant: input that is cut short or nested without end is refused, never waited for.
 */
import { AwsError } from '../../service.ts';
import { Timestamp } from './timestamp.ts';

const deepest = 64;
const breakCode = Symbol('break');
type Item = unknown;

export function decodeCbor(bytes: Buffer): unknown {
  const reader = new Reader(bytes);
  const value = reader.read(0);
  if (value === breakCode || !reader.isAtEnd) throw malformed();
  return value;
}

export function encodeCbor(value: unknown): Buffer {
  const out: Buffer[] = [];
  write(value, out);
  return Buffer.concat(out);
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): Item {
    if (depth > deepest) throw malformed();
    const head = this.#take(1)[0] ?? 0;
    const info = head & 31;
    switch (head >> 5) {
      case 0:
        return this.#argument(info);
      case 1:
        return -1 - this.#argument(info);
      case 2:
        return this.#chunks(info, depth);
      case 3:
        return this.#chunks(info, depth).toString('utf8');
      case 4:
        return this.#items(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6:
        this.#argument(info);
        return this.read(depth + 1);
      default:
        return this.#simple(info);
    }
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw malformed();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#take(1).readUInt8();
    if (info === 25) return this.#take(2).readUInt16BE();
    if (info === 26) return this.#take(4).readUInt32BE();
    if (info === 27) return Number(this.#take(8).readBigUInt64BE());
    throw malformed();
  }

  #chunks(info: number, depth: number): Buffer {
    if (info !== 31) return this.#take(this.#argument(info));
    const pieces = this.#until(depth).map((piece) => (Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece))));
    return Buffer.concat(pieces);
  }

  #items(info: number, depth: number): Item[] {
    if (info === 31) return this.#until(depth);
    const items: Item[] = [];
    for (let left = this.#argument(info); left > 0; left -= 1) items.push(this.#readItem(depth));
    return items;
  }

  #map(info: number, depth: number): Record<string, Item> {
    const flat: Item[] = [];
    if (info === 31) flat.push(...this.#until(depth));
    else for (let left = 2 * this.#argument(info); left > 0; left -= 1) flat.push(this.#readItem(depth));
    const entries: [string, Item][] = [];
    for (let n = 0; n + 1 < flat.length; n += 2) entries.push([String(flat[n]), flat[n + 1]]);
    return Object.fromEntries(entries);
  }

  #until(depth: number): Item[] {
    const items: Item[] = [];
    for (let item = this.read(depth + 1); item !== breakCode; item = this.read(depth + 1)) items.push(item);
    return items;
  }

  #readItem(depth: number): Item {
    const item = this.read(depth + 1);
    if (item === breakCode) throw malformed();
    return item;
  }

  #simple(info: number): Item {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info === 25) return halfFloat(this.#take(2).readUInt16BE());
    if (info === 26) return this.#take(4).readFloatBE();
    if (info === 27) return this.#take(8).readDoubleBE();
    if (info === 31) return breakCode;
    throw malformed();
  }
}

function write(value: unknown, out: Buffer[]): void {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    out.push(head(3, bytes.length), bytes);
  } else if (typeof value === 'number') {
    out.push(Number.isSafeInteger(value) ? integer(value) : double(value));
  } else if (typeof value === 'boolean') {
    out.push(Buffer.of(value ? 0xf5 : 0xf4));
  } else if (value instanceof Timestamp) {
    out.push(Buffer.of(0xc1), double(value.seconds));
  } else if (Array.isArray(value)) {
    out.push(head(4, value.length));
    for (const item of value) write(item, out);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    out.push(head(5, entries.length));
    for (const [name, member] of entries) {
      write(name, out);
      write(member, out);
    }
  } else {
    out.push(Buffer.of(0xf6));
  }
}

function integer(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function double(value: number): Buffer {
  const out = Buffer.alloc(9, 0xfb);
  out.writeDoubleBE(value, 1);
  return out;
}

function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.of((major << 5) | argument);
  const out = Buffer.alloc(9);
  out[0] = (major << 5) | 27;
  out.writeBigUInt64BE(BigInt(argument), 1);
  return out;
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function malformed(): AwsError {
  return new AwsError('SerializationException', 'The body is not valid CBOR.');
}
