import { describe, expect, it } from '@jest/globals';
import { JOB_WAIT_REASONS, waitWords } from '@reelyard/contracts';
import { readFileSync } from 'node:fs';
import { problemTable } from './core/problem-table.ts';
import { endpoints } from './http/endpoints.ts';
import { endpointTable } from './openapi/endpoint-table.ts';

const page = readFileSync(new URL('../../docs/reference/api.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.replaceAll(/ +/g, ' '));

describe('the API page', () => {
  it.each(JOB_WAIT_REASONS)('tells what %s means and what a client can do', (reason) => {
    const { means, clientCan } = waitWords[reason];
    expect(rows).toContain(`| \`${reason}\` | ${means} | ${clientCan} |`);
  });

  it('lists every endpoint as it is declared, and no other', () => {
    const listed = rows.filter((row) => /^\| `(?:GET|POST|PUT|PATCH|DELETE) \//.test(row));
    expect(listed).toEqual(endpointTable(endpoints.map(({ operation }) => operation)));
  });

  it('lists every problem with its status', () => {
    const listed = rows.flatMap((row) => /^\| (\d{3}) \| `(\w+)` \|/.exec(row)?.slice(1).join(' ') ?? []);
    const known = Object.entries(problemTable).map(([code, { status }]) => `${status} ${code}`);
    expect(listed.toSorted()).toEqual(known.toSorted());
  });
});
