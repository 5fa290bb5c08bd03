import { describe, expect, it } from '@jest/globals';
import { dev, prod } from '@reelyard/environments';
import { readFileSync } from 'node:fs';
import { calculate, isSum } from './arithmetic.ts';

const page = readFileSync(new URL('../../docs/explanation/cost.md', import.meta.url), 'utf8');

/** Tables as rows of cells, without their heads. */
const tables = page
  .split(/\n(?!\|)/)
  .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
  .filter((lines) => lines.length > 2)
  .map((lines) =>
    lines.slice(2).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  );
const sums = tables
  .flat()
  .flatMap((row) =>
    row.flatMap((cell, at) => (isSum(cell) ? [{ what: row[0], sum: cell, result: row[at + 1] ?? '' }] : [])),
  );
const totals = tables.flatMap((rows) => {
  const total = rows.find(([first]) => first === '**total**');
  return total === undefined ? [] : [{ total, rows: rows.filter((row) => row !== total) }];
});
const cents = (text = ''): number => Math.round(Number(text.replaceAll('*', '')) * 100);

describe('the page about cost', () => {
  it('has sums that are right to the cent', () => {
    expect(sums.length).toBeGreaterThan(50);
    const wrong = sums.filter(({ sum, result }) => Math.abs(calculate(sum) * 100 - cents(result)) > 0.5 + 1e-6);
    expect(wrong).toEqual([]);
  });

  it.each([2, 4])('has totals of what stands above them, column %i', (column) => {
    expect(totals).toHaveLength(2);
    for (const { total, rows } of totals)
      expect(cents(total[column])).toBe(rows.reduce((whole, row) => whole + cents(row[column]), 0));
  });

  it('has what the environments say: sizes, zones, prices of machines', () => {
    const words = JSON.stringify(sums);
    for (const { server, network } of [dev, prod]) {
      const [vcpu, gib] = [server.cpu / 1_024, server.memoryMib / 1_024];
      expect(words).toContain(`${server.minTasks} × (${vcpu} × 0.04048 + ${gib} × 0.004445) × 730`);
      expect(words).toContain(`${network.interfaceEndpoints.length} × ${network.zones.length} × 0.01 × 730`);
    }
    for (const { hourlyCost } of [...dev.pools, ...prod.pools]) expect(words).toContain(`262 × ${hourlyCost}`);
  });

  it('says of each price where it is from', () => {
    const [prices = []] = tables;
    expect(prices.length).toBeGreaterThan(20);
    expect(prices.filter(([, price = '', source = '']) => price === '' || source === '')).toEqual([]);
  });
});
