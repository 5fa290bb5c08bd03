/** Filters of a clip. Only greyscale and negative are defined by their names; the strength of the others is not published, so theirs is ours. */
import { type Filter } from '@reelyard/contracts';
import { type Path, type Report } from './report.ts';

const filters: Readonly<Record<string, readonly Filter[]>> = {
  greyscale: [{ effect: 'grayscale', amount: 1 }],
  negative: [{ effect: 'invert', amount: 1 }],
  blur: [{ effect: 'blur', amount: 10 }],
  boost: [
    { effect: 'contrast', amount: 1.2 },
    { effect: 'saturate', amount: 1.5 },
  ],
  contrast: [{ effect: 'contrast', amount: 1.5 }],
  darken: [{ effect: 'brightness', amount: 0.6 }],
  lighten: [{ effect: 'brightness', amount: 1.4 }],
  muted: [
    { effect: 'saturate', amount: 0.5 },
    { effect: 'contrast', amount: 0.85 },
  ],
};

const exact = new Set(['greyscale', 'negative']);

export function convertFilter(name: string | undefined, path: Path, report: Report): readonly Filter[] | undefined {
  if (name === undefined || name === 'none') return undefined;
  const found = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!found) report.lose(path, 'unsupported', `${name} is no filter that the import knows`);
  else if (!exact.has(name)) report.lose(path, 'approximated', `the strength of ${name} is not published; it is ours`);
  return found;
}
