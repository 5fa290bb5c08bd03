import { describe, expect, it } from '@jest/globals';
import { prod } from '@reelyard/environments';
import { readFileSync } from 'node:fs';
import { alarmsOf } from './all-alarms.ts';
import { indicatorsOf } from './indicators.ts';
import { alarmsPage, metricsPage } from './reference-pages.ts';
import { aView } from './testing.ts';

const view = aView(prod);
/** Prettier lines tables up; what they say is compared. */
const words = (text: string): string => text.replace(/[ -]+/g, ' ').replaceAll('*', '_');
const read = (name: string): string =>
  readFileSync(new URL(`../../../docs/reference/${name}.md`, import.meta.url), 'utf8');

describe('the reference pages', () => {
  it('say what is deployed; write-reference-pages.ts writes them anew', () => {
    expect(words(read('metrics'))).toBe(words(metricsPage()));
    expect(words(read('alarms'))).toBe(words(alarmsPage(indicatorsOf(view), alarmsOf(view))));
  });
});
