/** Photos, scaled once: to the size of their box, or larger by what motion will show of them. */
import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { type Clip } from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';
import { type Size, fitInto } from './geometry.ts';
import { largestZoom } from './layer-state.ts';
import { type Source } from './source.ts';

const flips = (flip: Clip['flip']) =>
  [flip === 'horizontal' || flip === 'both' ? -1 : 1, flip === 'vertical' || flip === 'both' ? -1 : 1] as const;

/** Decoded pixels that one image may have: 100 megapixels are 400 MB. */
const maxImagePixels = 100_000_000;

async function decode(path: string, pointer: string) {
  try {
    return await loadImage(readFileSync(path));
  } catch {
    throw new EngineFailure('permanent', 'image_unreadable', 'is not an image that can be read', pointer);
  }
}

/** Only JPEG is known to have no transparent pixel without looking at each. */
const isJpeg = (path: string) =>
  readFileSync(path)
    .subarray(0, 2)
    .equals(Buffer.from([0xff, 0xd8]));

export async function imageSource(clip: Clip, path: string, box: Size, pointer: string): Promise<Source> {
  const image = await decode(path, pointer);
  if (image.width * image.height > maxImagePixels) {
    throw new EngineFailure('permanent', 'image_too_large', `has ${image.width} × ${image.height} pixels`, pointer);
  }
  const zoom = largestZoom(clip.motion);
  const frame = { width: Math.round(box.width * zoom), height: Math.round(box.height * zoom) };
  const rect = fitInto(clip.fit, { width: image.width, height: image.height }, frame);
  const bitmap = createCanvas(frame.width, frame.height);
  const context = bitmap.getContext('2d');
  const [flipX, flipY] = flips(clip.flip);
  context.imageSmoothingQuality = 'high';
  context.translate(frame.width / 2, frame.height / 2);
  context.scale(flipX, flipY);
  context.drawImage(image, rect.x - frame.width / 2, rect.y - frame.height / 2, rect.width, rect.height);
  const isFilled = rect.x <= 0 && rect.y <= 0 && rect.width >= frame.width && rect.height >= frame.height;
  return {
    isOpaque: isFilled && isJpeg(path),
    hasWindow: true,
    bitmap,
    place: { x: 0, y: 0, width: box.width, height: box.height },
  };
}
