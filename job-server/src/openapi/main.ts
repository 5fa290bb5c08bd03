/**
 * Writes docs/reference/openapi.json from the declarations. Refuses what would break clients of the document that is there, and says what;
 * `--breaking` writes it all the same, for a new major version. Exit 0: written or unchanged; 1: it would break clients.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { findBreaking } from './breaking/find-breaking.ts';
import { currentDocument, documentFile, readReleased, textOf } from './document-file.ts';

const document = currentDocument();
const breaches = existsSync(documentFile) ? findBreaking(readReleased(), document) : [];
for (const { where, what } of breaches) console.error(`${where}: ${what}`);
if (breaches.length > 0 && !process.argv.includes('--breaking')) {
  console.error(
    'This breaks clients of the released document. Nothing was written; --breaking writes it all the same.',
  );
  process.exitCode = 1;
} else {
  writeFileSync(documentFile, textOf(document));
  console.log('The client is made of it: node packages/client/src/generate/main.ts');
}
