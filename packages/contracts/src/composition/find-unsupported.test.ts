import { describe, expect, it } from '@jest/globals';
import { listAssets, mapAssets } from './assets.ts';
import { type Composition } from './composition.ts';
import { findUnsupported } from './find-unsupported.ts';
import { resolveComposition } from './resolve-composition.ts';

function aComposition(fields: object, clip: object): Composition {
  const resolution = resolveComposition({ tracks: [{ clips: [{ length: 2, ...clip }] }], ...fields });
  if (resolution.kind === 'refused') throw new Error(JSON.stringify(resolution.problems));
  return resolution.composition;
}

const capabilities = {
  features: ['asset.image', 'output.mp4.h264', 'enter.fade'],
  maxPixels: 1_000_000,
  maxSeconds: 60,
};
const image = { asset: { kind: 'image', src: 'a.jpg' } };

describe('what an engine cannot do', () => {
  it('is nothing when it has every capability', () => {
    expect(findUnsupported(aComposition({}, { ...image, enter: { effect: 'fade' } }), capabilities)).toEqual([]);
  });

  it('is named by pointer and capability', () => {
    const asked = aComposition(
      { outputs: [{ kind: 'gif' }, { kind: 'mp4', codec: 'h265' }], soundtrack: { src: 'm.mp3', ducking: -12 } },
      { ...image, enter: { effect: 'slide' }, key: { color: '#00ff00' } },
    );
    expect(findUnsupported(asked, capabilities).map(({ pointer, capability }) => `${pointer} ${capability}`)).toEqual([
      '/tracks/0/clips/0/enter/effect enter.slide',
      '/tracks/0/clips/0/key key',
      '/soundtrack soundtrack',
      '/soundtrack/ducking soundtrack.ducking',
      '/outputs/0/kind output.gif',
      '/outputs/1/kind output.mp4.h265',
    ]);
  });

  it('includes a canvas or a length beyond its limits', () => {
    const asked = aComposition({ canvas: { width: 3840, height: 2160 } }, { ...image, length: 61 });
    expect(findUnsupported(asked, capabilities).map(({ capability }) => capability)).toEqual([
      'maxPixels',
      'maxSeconds',
    ]);
  });
});

describe('the media of a composition', () => {
  const asked = aComposition({ soundtrack: { src: 'm.mp3' }, fonts: [{ family: 'Brand', src: 'brand.woff2' }] }, image);

  it('is listed with the pointer of each address', () => {
    expect(listAssets(asked).map(({ pointer, kind, src }) => `${pointer} ${kind} ${src}`)).toEqual([
      '/tracks/0/clips/0/asset/src image a.jpg',
      '/fonts/0/src font brand.woff2',
      '/soundtrack/src audio m.mp3',
    ]);
  });

  it('can be moved to other addresses without touching the original', () => {
    const moved = mapAssets(asked, ({ src }) => ({ src: `asset://${src}`, sha256: 'a'.repeat(64) }));
    expect(listAssets(moved).map(({ src }) => src)).toEqual(['asset://a.jpg', 'asset://brand.woff2', 'asset://m.mp3']);
    expect(listAssets(moved)[0]?.sha256).toBe('a'.repeat(64));
    expect(listAssets(asked)[0]?.src).toBe('a.jpg');
  });
});
