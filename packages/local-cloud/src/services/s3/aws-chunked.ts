/**
 * Decoder of the `aws-chunked` body encoding, with and without chunk signatures (which are not verified here):
 * `<hex size>[;chunk-signature=…]CRLF <bytes> CRLF … 0[;…]CRLF <trailer: value CRLF …> CRLF`.
 * Source: S3 API Reference, "Signature calculations: transferring payload in multiple chunks".
 */
import { s3Error } from './s3-error.ts';

/** Longer than any size line or trailer that a client has a reason to send. */
const maxLineBytes = 4096;

export class AwsChunkedDecoder {
  readonly trailers: Record<string, string> = {};
  #state: 'size' | 'bytes' | 'bytes-end' | 'trailers' | 'end' = 'size';
  #left = 0;
  #line = '';

  /** The payload bytes in `input`, as views of it. */
  decode(input: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < input.length && this.#state !== 'end') {
      if (this.#state === 'bytes') {
        const piece = input.subarray(at, at + this.#left);
        pieces.push(piece);
        at += piece.length;
        this.#left -= piece.length;
        if (this.#left === 0) this.#state = 'bytes-end';
      } else {
        at = this.#readLine(input, at);
      }
    }
    return pieces;
  }

  /** Some clients leave out the last empty line; the size line of zero is what ends the payload. */
  get isComplete(): boolean {
    return this.#state === 'end' || this.#state === 'trailers';
  }

  #readLine(input: Buffer, start: number): number {
    const end = input.indexOf(10, start);
    this.#line += input.toString('latin1', start, end < 0 ? input.length : end);
    if (this.#line.length > maxLineBytes) throw s3Error('IncompleteBody');
    if (end < 0) return input.length;
    const line = this.#line.trimEnd();
    this.#line = '';
    this.#takeLine(line);
    return end + 1;
  }

  #takeLine(line: string): void {
    if (this.#state === 'bytes-end') {
      if (line !== '') throw s3Error('IncompleteBody');
      this.#state = 'size';
    } else if (this.#state === 'size') {
      this.#takeSize(line);
    } else if (line === '') {
      this.#state = 'end';
    } else {
      const colon = line.indexOf(':');
      this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
  }

  #takeSize(line: string): void {
    const size = /^([0-9a-f]{1,12})(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw s3Error('IncompleteBody');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'bytes';
  }
}
