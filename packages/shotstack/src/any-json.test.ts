import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importShotstack } from './import-edit.ts';

const video = {
  type: 'video',
  src: 'https://e.com/v.mp4',
  trim: 1,
  volume: [{ from: 0, to: 1, start: 0, length: 1 }],
  crop: { left: 0.1 },
};
const html = { type: 'html', html: '<p>a <b>b</b></p>', css: 'p { color: red }', width: 10, height: 10 };
const rich = {
  type: 'rich-text',
  text: 'a',
  font: { size: 10 },
  padding: { top: 1 },
  shadow: { blur: 1 },
  background: { color: '#ffffff' },
};
const clips = [video, html, rich].map((asset, index) => ({
  asset,
  start: index === 0 ? 'auto' : 'alias://c0',
  length: 2,
  alias: `c${index}`,
  scale: 0.5,
  offset: { x: 0.1, y: [{ from: 0, to: 1, start: 0, length: 1 }] },
  transition: { in: 'fade', out: 'carouselLeft' },
  effect: 'zoomIn',
  transform: { rotate: { angle: 10 }, flip: { horizontal: true } },
}));
const edit = {
  timeline: {
    tracks: [{ clips }],
    soundtrack: { src: 'https://e.com/m.mp3' },
    fonts: [{ src: 'https://e.com/%E0%A4%A.ttf' }],
  },
  output: { format: 'mp4', resolution: 'sd', fps: 25, poster: { capture: 1 } },
  merge: [{ find: 'A', replace: 1 }],
};

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))]
    : [path];

function replaceAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      String(index) === String(key) ? replaceAt(item, rest, replacement) : item,
    );
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaceAt(object[key], rest, replacement) };
}

it('an edit is imported or refused, never thrown at, whatever stands anywhere in it', () => {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('{{A}}', '{{ B }}', 'alias://c1', '-1', '1e999', '', '#12', Number.MAX_VALUE, -0, 1e-9),
  );
  fc.assert(
    fc.property(fc.constantFrom(...pathsOf(edit)), odd, fc.boolean(), (path, value, strict) => {
      const result = importShotstack(replaceAt(edit, path, value), { strict });
      if (result.kind === 'imported') return;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { pointer, code, detail } of result.problems) {
        expect(pointer === '' || pointer.startsWith('/')).toBe(true);
        expect([code, detail].every((text) => text.length > 0)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

it('an edit that is imported twice gives the same', () => {
  expect(JSON.stringify(importShotstack(edit))).toBe(JSON.stringify(importShotstack(structuredClone(edit))));
});
