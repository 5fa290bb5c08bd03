import { expect, it } from '@jest/globals';
import { JOB_WAIT_REASONS, waitWords } from '@reelyard/contracts';
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../docs/reference/api.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.replaceAll(/ +/g, ' '));

it.each(JOB_WAIT_REASONS)('the API page tells what %s means and what a client can do', (reason) => {
  const { means, clientCan } = waitWords[reason];
  expect(rows).toContain(`| \`${reason}\` | ${means} | ${clientCan} |`);
});
