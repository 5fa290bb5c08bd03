import { expect, it } from '@jest/globals';
import { plotSettings } from './plot-settings.ts';

const settings = [
  { name: '0 warm', group: 'spot up to 0 %', dollarsAMonth: 120, waitP95Seconds: 200, attainment: 0.9, isToday: true },
  { name: '4 warm', group: 'spot up to 80 %', dollarsAMonth: 60, waitP95Seconds: 90, attainment: 0.99, isToday: false },
];

it('settings become one picture with every name, the same each time', async () => {
  const svg = await plotSettings('past.csv', settings, 0.95);
  expect(svg).toMatch(/^<svg /);
  for (const text of ['past.csv', '0 warm', '4 warm', 'spot up to 80 %', 'less than 95 % in objective'])
    expect(svg).toContain(text);
  expect(await plotSettings('past.csv', settings, 0.95)).toBe(svg);
});
