/**
 * Cuts `{ …fields, "rows": [ …rows ] }` into its fields and its rows as it comes, so that a batch of any length is read one row at a time. Looks at
 * structure alone (strings, brackets, commas): each piece is then parsed by JSON.parse, which has the last word. `rows` comes last, for the fields
 * before it say what the rows are.
 */
import { apiLimits } from '../core/api-limits.ts';
import { BatchFault } from './batch-fault.ts';

export type JsonPiece =
  | { readonly kind: 'fields'; readonly text: string }
  /** Absent bytes: the row is larger than the limit. */
  | { readonly kind: 'row'; readonly bytes: Buffer | undefined };

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

type Place = 'fields' | 'before-rows' | 'rows' | 'after-rows' | 'end';

export class JsonSplitter {
  #place: Place = 'fields';
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Where the string under way, or the last one, began in the text of the fields. */
  #stringAt = 0;
  #lastString = '';
  #mayBeKey = false;
  #fields: number[] = [];
  #row: number[] = [];
  #rowSize = 0;
  #rows = 0;

  /** @throws BatchFault `malformed_json`, `invalid_batch` */
  push(chunk: Buffer): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    for (const byte of chunk) {
      if (this.#place === 'fields') this.#readField(byte);
      else if (this.#place === 'before-rows') this.#openRows(byte, pieces);
      else if (this.#place === 'rows') this.#readRow(byte, pieces);
      else this.#close(byte);
    }
    return pieces;
  }

  /** @throws BatchFault when the body ended early */
  end(): void {
    if (this.#place === 'end') return;
    if (this.#place === 'fields' && this.#depth === 0 && this.#fields.length > 0) {
      throw new BatchFault('invalid_batch', 'the body has no rows', [
        { pointer: '/rows', code: 'required', detail: 'is missing' },
      ]);
    }
    throw new BatchFault(
      'malformed_json',
      `the body ends within ${this.#place === 'rows' ? this.#name() : 'its fields'}`,
    );
  }

  #name = (): string => `row ${this.#rows + 1}`;

  #readField(byte: number): void {
    this.#fields.push(byte);
    if (this.#fields.length > apiLimits.bodyBytes) {
      throw new BatchFault('body_too_large', `the fields beside rows may have ${apiLimits.bodyBytes} bytes`);
    }
    if (this.#isInString) {
      if (!this.#isInside(byte)) this.#endString();
      return;
    }
    if (this.#depth === 0 && !isSpace(byte) && byte !== openBrace) {
      throw new BatchFault('malformed_json', 'the body is not an object: send { "rows": [ … ] }');
    }
    if (byte === quote) this.#stringAt = this.#fields.length - 1;
    this.#descend(byte);
    if (this.#depth !== 1) return;
    if (byte === openBrace || byte === comma) this.#mayBeKey = true;
    if (byte === colon && this.#lastString === '"rows"') this.#place = 'before-rows';
  }

  #endString(): void {
    const text = Buffer.from(this.#fields.slice(this.#stringAt)).toString();
    this.#lastString = this.#depth === 1 && this.#mayBeKey ? text : '';
    this.#mayBeKey = false;
  }

  #descend(byte: number): void {
    if (byte === quote) this.#isInString = true;
    else if (byte === openBrace || byte === openBracket) this.#depth += 1;
    else if (byte === closeBrace || byte === closeBracket) this.#depth -= 1;
  }

  /** True while the byte belongs to the string under way. */
  #isInside(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#isInString = false;
    return this.#isInString;
  }

  #openRows(byte: number, pieces: JsonPiece[]): void {
    if (isSpace(byte)) return;
    if (byte !== openBracket) {
      throw new BatchFault('invalid_batch', '/rows: is not an array', [
        { pointer: '/rows', code: 'invalid_type', detail: 'is not an array' },
      ]);
    }
    pieces.push({ kind: 'fields', text: `${Buffer.from(this.#fields).toString()}[]}` });
    this.#place = 'rows';
    this.#depth = 0;
  }

  #readRow(byte: number, pieces: JsonPiece[]): void {
    if (this.#isInString) this.#isInside(byte);
    else if (this.#depth === 0 && (byte === comma || byte === closeBracket)) {
      this.#endRow(byte === closeBracket, pieces);
      return;
    } else this.#descend(byte);
    if (this.#rowSize === 0 && isSpace(byte)) return;
    this.#rowSize += 1;
    if (this.#rowSize <= apiLimits.batchRowBytes) this.#row.push(byte);
    else this.#row = [];
  }

  #endRow(isLast: boolean, pieces: JsonPiece[]): void {
    const isNone = this.#rowSize === 0;
    if (isNone && !(isLast && this.#rows === 0)) {
      throw new BatchFault('malformed_json', `there is nothing where ${this.#name()} should be`);
    }
    if (!isNone) {
      this.#rows += 1;
      const isWhole = this.#rowSize <= apiLimits.batchRowBytes;
      pieces.push({ kind: 'row', bytes: isWhole ? Buffer.from(this.#row) : undefined });
    }
    this.#row = [];
    this.#rowSize = 0;
    if (isLast) this.#place = 'after-rows';
  }

  #close(byte: number): void {
    if (isSpace(byte)) return;
    if (this.#place === 'after-rows' && byte === closeBrace) this.#place = 'end';
    else if (this.#place === 'after-rows' && byte === comma) {
      throw new BatchFault('invalid_batch', 'rows must be the last field: what stands before it says what they are');
    } else throw new BatchFault('malformed_json', 'the body is not JSON after its rows');
  }
}
