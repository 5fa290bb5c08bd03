/** Writes docs/reference/ledger.md: `node scripts/on-node22.mjs packages/ledger/src/docs/main.ts`. */
import { writeFileSync } from 'node:fs';
import { ledgerPage } from './page.ts';

writeFileSync(ledgerPage.path, await ledgerPage.render());
