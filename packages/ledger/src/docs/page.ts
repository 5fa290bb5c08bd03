/** Where the page is, and how it looks after the formatter of the repository. */
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { renderLedgerPage } from './render.ts';

export const ledgerPage = {
  path: fileURLToPath(new URL('../../../../docs/reference/ledger.md', import.meta.url)),
  render: (): Promise<string> => format(renderLedgerPage(), { parser: 'markdown', printWidth: 120 }),
};
