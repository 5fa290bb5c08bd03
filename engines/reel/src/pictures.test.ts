import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { resolveComposition, settleTimes } from '@reelyard/contracts';
import { loadLayers } from './load-layers.ts';
import { openLibrary } from './media-library.ts';
import { renderFrames } from './render-frames.ts';

const folder = mkdtempSync(join(tmpdir(), 'reelyard-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Red, green and blue as letters of a 0–255 value that is near; `.` is black, `#` white, `?` anything else. */
const letters: readonly (readonly [letter: string, color: readonly number[]])[] = [
  ['R', [255, 0, 0]],
  ['G', [0, 255, 0]],
  ['B', [0, 0, 255]],
  ['.', [0, 0, 0]],
  ['#', [255, 255, 255]],
];

function letterOf([r = 0, g = 0, b = 0]: readonly number[]): string {
  const isNear = (color: readonly number[]) =>
    Math.abs((color[0] ?? 0) - r) + Math.abs((color[1] ?? 0) - g) + Math.abs((color[2] ?? 0) - b) < 60;
  return letters.find(([, color]) => isNear(color))?.[0] ?? '?';
}

const canvas = { width: 160, height: 90, fps: { num: 10 } };
const columns = 8;
const rows = 5;

type Pixels = readonly number[];

/** The pixel at a share of the canvas, in every frame that is asked for. */
async function pixelsAt(
  composition: object,
  seconds: number,
  points: readonly (readonly [number, number])[],
): Promise<Pixels[]> {
  const resolution = resolveComposition({ canvas, ...composition });
  if (resolution.kind === 'refused') throw new Error(JSON.stringify(resolution.problems));
  const { signal } = new AbortController();
  const library = await openLibrary(resolution.composition, assets, '', signal);
  const settled = settleTimes(resolution.composition, library.findLength);
  const clock = { fps: settled.canvas.fps, firstFrame: Math.round(seconds * 10), frameCount: 1 };
  const layers = await loadLayers({ composition: settled, library, clock, ffmpeg: '', signal });
  const found: Pixels[] = [];
  await renderFrames(settled.canvas, layers, clock, ({ pixels }) => {
    for (const [x, y] of points) {
      const at = (Math.floor(y * 90) * 160 + Math.floor(x * 160)) * 4;
      found.push([...pixels.subarray(at, at + 3)]);
    }
    return Promise.resolve();
  });
  return found;
}

/** The frame as rows of letters, one for every 20 × 18 pixels. */
async function picture(clips: readonly object[], seconds = 0, fields: object = {}): Promise<string> {
  const points = Array.from({ length: rows * columns }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    return [(column + 0.5) / columns, (row + 0.5) / rows] as const;
  });
  const found = await pixelsAt({ tracks: [{ clips }], ...fields }, seconds, points);
  const text = found.map(letterOf).join('');
  return Array.from({ length: rows }, (_, row) => text.slice(row * columns, (row + 1) * columns)).join(' ');
}

const red = { kind: 'color', color: '#ff0000' };
const whole = { start: 0, length: 4 };
const half = { anchor: 'left', x: 0, y: 0.5, width: 0.5, height: 1 };
const all = (row: string) => Array.from({ length: rows }, () => row).join(' ');

/** Three columns: red, green, blue. */
function stripes(): Buffer {
  const bitmap = createCanvas(90, 30);
  const context = bitmap.getContext('2d');
  for (const [index, color] of ['#ff0000', '#00ff00', '#0000ff'].entries()) {
    context.fillStyle = color;
    context.fillRect(index * 30, 0, 30, 30);
  }
  return bitmap.toBuffer('image/png');
}

const assets = { 'stripes.png': join(folder, 'stripes.png'), 'lines.vtt': join(folder, 'lines.vtt') };
writeFileSync(assets['stripes.png'], stripes());
writeFileSync(
  assets['lines.vtt'],
  'WEBVTT\n\nNOTE nothing\n\n1\n00:01.000 --> 00:02.000 line:0\n<b>█████████</b>\n\n00:00:02,500 --> 00:00:03.000\n█████████\n',
);
const image = { kind: 'image', src: 'stripes.png' };
const inter = { family: 'Inter' };

describe('a clip that enters and leaves', () => {
  const linear = { duration: 1, easing: 'linear' };

  it('slides by what it was told, in shares of the canvas', async () => {
    const enter = { effect: 'slide', direction: 'right', amount: 0.5, ...linear };
    expect(await picture([{ ...whole, asset: red, enter }], 0)).toBe(all('....RRRR'));
    expect(await picture([{ ...whole, asset: red, enter }], 0.5)).toBe(all('..RRRRRR'));
  });

  it('comes as a carousel from just outside the canvas, wherever its box is', async () => {
    const enter = { effect: 'carousel', direction: 'left', ...linear };
    expect(await picture([{ ...whole, asset: red, box: half, enter }], 0)).toBe(all('........'));
    expect(await picture([{ ...whole, asset: red, box: half, enter }], 0.5)).toBe(all('RR......'));
    const exit = { effect: 'carousel', direction: 'right', ...linear };
    expect(await picture([{ ...whole, asset: red, box: half, exit }], 3.5)).toBe(all('....RRRR'));
  });

  it('is revealed from behind the edge of its own box', async () => {
    const box = { width: 0.75, height: 1 };
    const enter = { effect: 'reveal', direction: 'left', ...linear };
    expect(await picture([{ ...whole, asset: image, fit: 'fill', box, enter }], 0)).toBe(all('........'));
    expect(await picture([{ ...whole, asset: image, fit: 'fill', box, enter }], 0.6)).toMatch(/^\.[GB]+[.?]+ /);
    expect(await picture([{ ...whole, asset: image, fit: 'fill', box, enter }], 2)).toBe(all('.RRGGBB.'));
  });

  it('is wiped by a soft edge when it says so', async () => {
    const enter = { effect: 'wipe', direction: 'left', softness: 0.5, ...linear };
    const reds = await pixelsAt({ tracks: [{ clips: [{ ...whole, asset: red, enter }] }] }, 0.5, [
      [0.1, 0.5],
      [0.5, 0.5],
      [0.95, 0.5],
    ]);
    expect(reds[0]?.[0]).toBe(255);
    expect(reds[1]?.[0]).toBeGreaterThan(100);
    expect(reds[1]?.[0]).toBeLessThan(155);
    expect(reds[2]?.[0]).toBe(0);
  });

  it('comes out of the size it was told, faded or not', async () => {
    const enter = { effect: 'zoom', amount: 0.5, fade: false, ...linear };
    expect(await picture([{ ...whole, asset: red, enter }], 0)).toBe('........ ..RRRR.. ..RRRR.. ..RRRR.. ........');
  });
});

describe('media in a box', () => {
  it('keeps to the point of the box that it was told', async () => {
    const clip = { ...whole, asset: image, fit: 'contain', box: { width: 0.5, height: 1 } };
    expect(await picture([{ ...clip, fitAnchor: 'bottom' }])).toBe(
      '........ ........ ........ ........ ..R??B..'.replace('??', 'GG'),
    );
  });

  it('loses what is cropped before it is fitted', async () => {
    expect(await picture([{ ...whole, asset: image, fit: 'fill', crop: { left: 0.34 } }])).toBe(all('GGGGBBBB'));
    expect(await picture([{ ...whole, asset: image, fit: 'fill', crop: { left: 0.34, right: 0.34 } }])).toBe(
      all('GGGGGGGG'),
    );
  });

  it('keeps its own size times the scale, about the anchor of the box', async () => {
    const box = { anchor: 'top-left', x: 0, y: 0, width: 4, height: 4 };
    const clip = { ...whole, asset: image, fit: 'none', fitAnchor: 'top-left', box };
    expect(await picture([{ ...clip, scale: 2 }])).toMatch(/^RRRGGGBB RRRGGGBB RRRGGGBB /);
  });

  it('grows by keyframes about its anchor', async () => {
    const keyframes = [
      { at: 0, value: 0.5 },
      { at: 2, value: 1 },
    ];
    const clip = { ...whole, asset: red, box: half, scale: 1, animate: [{ property: 'scale', keyframes }] };
    expect(await picture([clip], 0)).toBe('........ RR...... RR...... RR...... ........');
    expect(await picture([clip], 3)).toBe(all('RRRR....'));
  });
});

describe('keyframes', () => {
  it('hold with step, and follow a cubic-bezier', async () => {
    const keyframes = [
      { at: 0, value: 0.5 },
      { at: 2, value: 1.25, easing: 'step' },
      { at: 3, value: 0.5, easing: { bezier: [0, 0, 1, 1] } },
    ];
    const clip = { ...whole, asset: red, animate: [{ property: 'x', keyframes }] };
    expect(await picture([clip], 1.9)).toBe(all('RRRRRRRR'));
    expect(await picture([clip], 2)).toBe(all('......RR'));
  });
});

describe('filters', () => {
  const gray = async (filter: object | object[]) => {
    const orange = { kind: 'color', color: '#ff8000' };
    const [pixel] = await pixelsAt({ tracks: [{ clips: [{ ...whole, asset: orange, filter }] }] }, 1, [[0.5, 0.5]]);
    return pixel;
  };

  it.each([
    ['grayscale', { effect: 'grayscale' }, [146, 146, 146]],
    ['invert', { effect: 'invert' }, [0, 127, 255]],
    ['brightness', { effect: 'brightness', amount: 0.5 }, [128, 64, 0]],
    ['contrast', { effect: 'contrast', amount: 0.5 }, [191, 128, 64]],
    ['sepia', { effect: 'sepia' }, [199, 177, 138]],
  ])('%s changes colors as CSS does', async (_, filter, expected) => {
    const pixel = (await gray(filter)) ?? [];
    for (const [index, value] of expected.entries())
      expect(Math.abs((pixel[index] ?? 0) - value)).toBeLessThanOrEqual(3);
  });

  it('are applied one after another', async () => {
    expect(await gray([{ effect: 'invert' }, { effect: 'invert' }])).toEqual([255, 128, 0]);
  });

  it('blur across an edge', async () => {
    const clip = {
      ...whole,
      asset: { kind: 'shape', shape: 'rect', fill: '#ff0000' },
      box: half,
      filter: { effect: 'blur', amount: 8 },
    };
    const [inside, beyond, far] = await pixelsAt({ tracks: [{ clips: [clip] }] }, 1, [
      [0.2, 0.5],
      [0.53, 0.5],
      [0.9, 0.5],
    ]);
    expect(inside?.[0]).toBeGreaterThan(240);
    expect(beyond?.[0]).toBeGreaterThan(20);
    expect(far?.[0]).toBe(0);
  });
});

describe('a chroma key', () => {
  const keyed = async (color: string, key: object, at: readonly [number, number] = [0.5, 0.5]) => {
    const screen = { ...whole, asset: { kind: 'color', color }, key };
    const [pixel] = await pixelsAt({ tracks: [{ clips: [{ ...whole, asset: red }] }, { clips: [screen] }] }, 1, [at]);
    return letterOf(pixel ?? []);
  };

  it.each([
    ['the very color', '#00ff00', 'R'],
    ['a darker one of the same hue', '#00c000', 'R'],
    ['a blue', '#0000ff', 'B'],
    ['white', '#ffffff', '#'],
    ['black', '#000000', '.'],
  ])('takes away what is like it and leaves the rest: %s', async (_, color, seen) => {
    expect(await keyed(color, { color: '#0f0' })).toBe(seen);
  });

  it('measures red, green and blue together where that is asked for', async () => {
    // Both have the hue of the key; only one lies near it.
    const key = { color: '#00ff00', similarity: 0.34, smoothness: 0, space: 'rgb' };
    expect([await keyed('#00e000', key), await keyed('#004000', key)]).toEqual(['R', '?']);
    expect([await keyed('#ffffff', key), await keyed('#000000', key)]).toEqual(['#', '.']);
  });

  it('takes away more with more similarity', async () => {
    expect(await keyed('#80ff80', { color: '#00ff00', similarity: 0.1 })).not.toBe('R');
    expect(await keyed('#80ff80', { color: '#00ff00', similarity: 0.4 })).toBe('R');
  });

  it('leaves a share of what lies between', async () => {
    const screen = {
      ...whole,
      asset: { kind: 'color', color: '#80ff80' },
      key: { color: '#00ff00', similarity: 0.1, smoothness: 0.4 },
    };
    const tracks = [{ clips: [{ ...whole, asset: red }] }, { clips: [screen] }];
    const [[r = 0, g = 0] = []] = await pixelsAt({ tracks }, 1, [[0.5, 0.5]]);
    expect(r).toBeGreaterThan(150);
    expect(g).toBeGreaterThan(50);
    expect(g).toBeLessThan(200);
  });

  it('lets what lies beneath show, also under a clip that would hide it', async () => {
    const screen = { ...whole, asset: { kind: 'color', color: '#00ff00' }, key: { color: '#00ff00' } };
    expect(await picture([{ ...whole, asset: red, exit: { effect: 'fade', duration: 1 } }, screen], 0)).toContain('R');
  });
});

describe('a matte', () => {
  /** White on the left half, black on the right. */
  const half = createCanvas(160, 90);
  const halfContext = half.getContext('2d');
  halfContext.fillStyle = '#000000';
  halfContext.fillRect(0, 0, 160, 90);
  halfContext.fillStyle = '#ffffff';
  halfContext.fillRect(0, 0, 80, 90);
  writeFileSync(join(folder, 'half.png'), half.toBuffer('image/png'));
  Object.assign(assets, { 'half.png': join(folder, 'half.png') });
  const cut = (fields: object = {}, clip: object = {}) =>
    picture([{ ...whole, asset: red, matte: { kind: 'image', src: 'half.png', ...fields }, ...clip }]);

  it('shows what it is bright over', async () => {
    expect(await cut()).toBe(all('RRRR....'));
  });

  it('shows the other part when it is inverted', async () => {
    expect(await cut({ invert: true })).toBe(all('....RRRR'));
  });

  it('by its transparency shows all of the clip where it has none', async () => {
    expect(await cut({ channel: 'alpha' })).toBe(all('RRRRRRRR'));
  });

  it('is stretched over the box of the clip', async () => {
    const box = { anchor: 'top-left', x: 0.5, y: 0, width: 0.5, height: 1 };
    expect(await cut({}, { box })).toBe(all('....RR..'));
  });

  it('lets what lies beneath show', async () => {
    const matted = { ...whole, asset: red, matte: { kind: 'image', src: 'half.png' } };
    const blue = { ...whole, asset: { kind: 'color', color: '#0000ff' } };
    expect(await picture([blue, matted])).toBe(all('RRRRBBBB'));
  });
});

describe('captions', () => {
  const asset = {
    kind: 'captions',
    src: 'lines.vtt',
    format: 'vtt',
    font: { ...inter, size: 20, color: '#ff0000' },
    background: { color: '#0000ff', padding: 0, extent: 'box' },
  };

  it('are shown while they are spoken, and not between', async () => {
    const clip = { start: 0, length: 4, asset: { ...asset, font: { size: 20, color: '#ffffff' } } };
    writeFileSync(
      assets['lines.vtt'],
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<b>Hello</b>\n\n00:00:02,500 --> 00:00:03.000\nBye\n',
    );
    expect(await picture([clip], 0.5)).toBe(all('........'));
    expect(await picture([clip], 1.5)).toMatch(/^BBBBBBBB BBBBBBBB /);
    expect(await picture([clip], 2.2)).toBe(all('........'));
    expect(await picture([clip], 2.7)).toMatch(/^BBBBBBBB /);
  });

  it('last as long as their file where the clip does not say', async () => {
    expect(await picture([{ start: 0, asset, length: 'auto' }], 2.9)).toMatch(/^BBBBBBBB /);
  });

  it('start later in their file when they are trimmed', async () => {
    expect(await picture([{ ...whole, asset: { ...asset, trim: 1 } }], 0.5)).toMatch(/^BBBBBBBB /);
  });
});

describe('drawings', () => {
  it('are SVG at the size of their place', async () => {
    const markup =
      '<svg viewBox="0 0 2 1" xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1" fill="#f00"/><rect x="1" width="1" height="1" fill="#00f"/></svg>';
    expect(await picture([{ ...whole, asset: { kind: 'svg', markup }, fit: 'fill' }])).toBe(all('RRRRBBBB'));
  });

  it('grow with the clip, lines included', async () => {
    const asset = { kind: 'shape', shape: 'rect', stroke: { color: '#ff0000', width: 20 } };
    const box = { anchor: 'top-left', x: 0, y: 0, width: 0.5, height: 0.5 };
    expect(await picture([{ ...whole, asset, box, scale: 2 }])).toMatch(/^RRRRRRRR RRRRRRRR RR\.\.\.\.RR /);
  });
});
