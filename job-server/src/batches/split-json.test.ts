import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JsonBatch, openJson } from './read-json.ts';
import { type RowReading } from './row-reading.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function readAll({ fields, rows }: JsonBatch): Promise<{ fields: unknown; rows: RowReading['content'][] }> {
  const contents: RowReading['content'][] = [];
  for await (const { content } of rows) contents.push(content);
  return { fields, rows: contents };
}

const aValue = fc.jsonValue({ maxDepth: 4 });
const FORBIDDEN = '__proto__';
const aName = fc.oneof({ weight: 30, arbitrary: fc.string() }, { weight: 1, arbitrary: fc.constant(FORBIDDEN) });
const anObject = fc.dictionary(aName, aValue);

/** In compact JSON only a member's name follows a brace or a comma bare of an escape. */
const isForbidden = (value: unknown): boolean => /[{,]"__proto__":/.test(JSON.stringify(value));

const expected = (row: object): unknown =>
  isForbidden(row)
    ? { kind: 'bad', error: expect.objectContaining({ errors: [expect.objectContaining({ code: 'forbidden_name' })] }) }
    : { kind: 'value', value: JSON.parse(JSON.stringify(row)) as object };

describe('a batch of JSON that is read in pieces', () => {
  it('has the fields and the rows that JSON.parse finds in the whole, wherever it is cut', async () => {
    const aFieldName = fc.string().filter((name) => name !== 'rows');
    const fields = fc.dictionary(aFieldName, aValue).filter((head) => !isForbidden(head));
    const indent = fc.constantFrom(undefined, 1, '\t');
    await fc.assert(
      fc.asyncProperty(
        fields,
        fc.array(anObject),
        indent,
        fc.integer({ min: 1, max: 40 }),
        async (head, rows, by, size) => {
          const text = JSON.stringify({ ...head, rows }, null, by);
          const read = await readAll(await openJson(inPieces(text, size)));
          expect(read.fields).toEqual(JSON.parse(JSON.stringify(head)));
          expect(read.rows).toEqual(rows.map(expected));
        },
      ),
      { numRuns: 300 },
    );
  });
});
