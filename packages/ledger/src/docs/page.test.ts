import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ledgerPage } from './page.ts';

it('docs/reference/ledger.md says what the data says', async () => {
  expect(readFileSync(ledgerPage.path, 'utf8')).toBe(await ledgerPage.render());
});
