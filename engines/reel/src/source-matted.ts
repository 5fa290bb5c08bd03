/**
 * A source behind a matte: a second picture, stretched over the same box, says how much of each pixel is seen. Beyond the end of a video matte its last
 * picture stays. What stays is cut once.
 */
import { createCanvas } from '@napi-rs/canvas';
import { type Clip } from '@reelyard/contracts';
import { type Size } from './geometry.ts';
import { type Source } from './source.ts';

type Matte = NonNullable<Clip['matte']>;

/** The matte as a clip of its own in the box of the clip that it cuts. */
export function matteClip(clip: Clip, { kind, src }: Matte): Clip {
  const trim = 0 as Clip['audio']['fadeIn'];
  const asset: Clip['asset'] = kind === 'image' ? { kind, src } : { kind, src, trim, loop: false, muted: true };
  const own: Clip = { ...clip, asset, fit: 'fill', flip: 'none' };
  delete own.motion;
  delete own.crop;
  delete own.fitAnchor;
  delete own.filter;
  delete own.key;
  delete own.matte;
  return own;
}

export function mattedSource(source: Source, mask: Source, matte: Matte, box: Size): Source {
  const canvas = createCanvas(Math.max(1, Math.round(box.width)), Math.max(1, Math.round(box.height)));
  const veil = createCanvas(canvas.width, canvas.height);
  let changes = 0;
  let shown: string | undefined;
  const draw = (): void => {
    const { width, height } = canvas;
    const [context, veilContext] = [canvas.getContext('2d'), veil.getContext('2d')];
    for (const [each, from] of [
      [context, source],
      [veilContext, mask],
    ] as const) {
      each.clearRect(0, 0, width, height);
      each.drawImage(from.bitmap, from.place.x, from.place.y);
    }
    const picture = context.getImageData(0, 0, width, height);
    cut(picture.data, veilContext.getImageData(0, 0, width, height).data, matte);
    context.putImageData(picture, 0, 0);
  };
  const prepare = async (frame: number): Promise<void> => {
    await source.prepare?.(frame);
    await mask.prepare?.(frame);
    const seen = `${source.pictureAt?.(frame) ?? ''}:${mask.pictureAt?.(frame) ?? ''}`;
    if (seen === shown) return;
    shown = seen;
    changes += 1;
    draw();
  };
  const isLive = source.prepare !== undefined || mask.prepare !== undefined;
  if (!isLive) draw();
  return {
    isOpaque: false,
    hasWindow: source.hasWindow,
    bitmap: canvas,
    place: { x: 0, y: 0, width: canvas.width, height: canvas.height },
    ...(isLive ? { prepare, pictureAt: () => changes } : {}),
    close: () => {
      source.close?.();
      mask.close?.();
    },
  };
}

/** Brightness by BT.601, as fixed point in 8 bits; where the matte is not there, nothing is seen. */
function cut(pixels: Uint8ClampedArray, veil: Uint8ClampedArray, { channel, invert }: Matte): void {
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const alpha = veil[at + 3] ?? 0;
    const bright = (77 * (veil[at] ?? 0) + 150 * (veil[at + 1] ?? 0) + 29 * (veil[at + 2] ?? 0)) >> 8;
    const share = channel === 'alpha' ? alpha : Math.round((bright * alpha) / 255);
    pixels[at + 3] = Math.round(((pixels[at + 3] ?? 255) * (invert ? 255 - share : share)) / 255);
  }
}
