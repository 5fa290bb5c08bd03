/** Writes docs/reference/metrics.md and alarms.md. */
import { prod } from '@reelyard/environments';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { alarmsOf } from './all-alarms.ts';
import { indicatorsOf } from './indicators.ts';
import { alarmsPage, metricsPage } from './reference-pages.ts';
import { aView } from './testing.ts';

const pageAt = (name: string): string => fileURLToPath(new URL(`../../../docs/reference/${name}.md`, import.meta.url));
const view = aView(prod);

writeFileSync(pageAt('metrics'), metricsPage());
writeFileSync(pageAt('alarms'), alarmsPage(indicatorsOf(view), alarmsOf(view)));
