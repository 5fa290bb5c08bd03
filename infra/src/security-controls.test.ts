import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';

const repository = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/reference/security-controls.md', repository), 'utf8');

interface Row {
  control: string;
  where: string;
  because: string;
}

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (Control|---)/.test(line))
  .map((line): Row => {
    const [control = '', , where = '', because = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { control, where, because };
  });

describe('the page of security controls', () => {
  it('has one row per control', () => {
    expect(rows.length).toBeGreaterThan(150);
    expect(new Set(rows.map(({ control }) => control)).size).toBe(rows.length);
  });

  it('names a file that is there and sets what the row says', () => {
    const missing = rows.filter(({ where }) => where !== 'not set').filter(({ where }) => !isThere(where));
    expect(missing).toEqual([]);
  });

  it('says why wherever a control is not set', () => {
    const silent = rows.filter(({ where, because }) => where === 'not set' && because.split(' ').length < 5);
    expect(silent).toEqual([]);
  });
});

/** `path` · `word in it` */
function isThere(where: string): boolean {
  const [, path = '', word = ''] = /^`([^`]+)` · `([^`]+)`$/.exec(where) ?? [];
  const file = new URL(path, repository);
  return path !== '' && existsSync(file) && readFileSync(file, 'utf8').includes(word);
}
