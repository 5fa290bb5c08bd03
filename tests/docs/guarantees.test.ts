import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INVARIANTS } from '@reelyard/ledger';

const repository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const page = readFileSync(repository('docs/explanation/guarantees.md'), 'utf8');
/** Rows of the tables of promises: what stands before the section of figures. */
const rows = page
  .slice(0, page.indexOf('## Figures'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.includes('| mechanism |'));
const named = rows.flatMap((row) =>
  [...row.matchAll(/`([\w./-]+\.ts)`: "([^"]+)"/g)].map(([, file = '', sentence = '']) => ({ row, file, sentence })),
);

describe('the page of guarantees', () => {
  it('has every promise that the checker judges, and L5', () => {
    const promised = rows.flatMap((row) => /^\| ([SL]\d+) \|/.exec(row)?.[1] ?? []);
    expect(promised).toEqual([...Object.keys(INVARIANTS), 'L5']);
  });

  it('names a test for every promise', () => {
    expect(rows.filter((row) => !named.some((each) => each.row === row))).toEqual([]);
  });

  it.each(named)('names a sentence that $file has: $sentence', ({ file, sentence }) => {
    expect(existsSync(repository(file))).toBe(true);
    const source = readFileSync(repository(file), 'utf8');
    expect([`'${sentence}'`, `\`${sentence}\``].some((quoted) => source.includes(quoted))).toBe(true);
  });
});
