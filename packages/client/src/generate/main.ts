/** `node packages/client/src/generate/main.ts` writes what is made of the document; `generated.test.ts` holds it to that. */
import { writeFileSync } from 'node:fs';
import { files } from './files.ts';

for (const { file, make } of files) writeFileSync(file, await make());
