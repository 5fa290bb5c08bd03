import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const root = new URL('../', import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = sources.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/from '(@cdktf\/[^']+)'/g)].map(([, from = '']) => ({
    file: file.split(sep).join('/'),
    from,
  })),
);

describe('provider classes', () => {
  it('are imported by constructs alone, so that a move to another binding is a rename in one folder', () => {
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter(({ file }) => !file.startsWith('constructs/'))).toEqual([]);
  });

  it('are imported one by one: the barrel costs 4 s and 650 MB', () => {
    const whole = imports.filter(({ from }) => !/^@cdktf\/provider-aws\/lib\/[a-z0-9-]+\/index\.js$/.test(from));
    expect(whole).toEqual([]);
  });
});

describe('stacks', () => {
  it('compose constructs and hold no policy text and no raw resource', () => {
    for (const file of sources.filter((each) => each.startsWith(`stacks${sep}`)))
      expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/TerraformResource|2012-10-17/);
  });
});
