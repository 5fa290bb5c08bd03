import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { files } from './files.ts';

const program = fileURLToPath(new URL('./print.ts', import.meta.url));

// In a process of its own: the parser of the types cannot be loaded a second time where tests run.
it.each(files.map(({ file }, n) => [basename(file.pathname), file, n] as const))(
  '%s is of the released document: after a change, `node packages/client/src/generate/main.ts` writes it',
  (_, file, n) => {
    const made = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, String(n)], {
      encoding: 'utf8',
      maxBuffer: 64 * 1_024 ** 2,
    });
    expect(readFileSync(file, 'utf8')).toBe(made);
  },
);
