/** Photos, scaled once: to the size of their box, or larger by what motion will show of them. */
import { readFileSync } from 'node:fs';
import { type Canvas as Bitmap, type Image, createCanvas, loadImage } from '@napi-rs/canvas';
import { type Clip } from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';
import { type Rect, type Size, cropRect, fitInto, fittingOf, intersect } from './geometry.ts';
import { largestZoom } from './layer-state.ts';
import { type Source } from './source.ts';
import { declaredPixels } from './svg-size.ts';

const flips = (flip: Clip['flip']) =>
  [flip === 'horizontal' || flip === 'both' ? -1 : 1, flip === 'vertical' || flip === 'both' ? -1 : 1] as const;

/** Decoded pixels that one image may have: 100 megapixels are 400 MB. */
const maxImagePixels = 100_000_000;

async function decode(bytes: Buffer, pointer: string): Promise<Image> {
  if (declaredPixels(bytes) > maxImagePixels)
    throw new EngineFailure('permanent', 'image_too_large', 'declares more pixels than can be drawn', pointer);
  const image = await loadImage(bytes).catch(() => {
    throw new EngineFailure('permanent', 'image_unreadable', 'is not an image that can be read', pointer);
  });
  if (image.width > 0 && image.height > 0 && image.width * image.height <= maxImagePixels) return image;
  throw new EngineFailure('permanent', 'image_too_large', `has ${image.width} × ${image.height} pixels`, pointer);
}

/** Only JPEG is known to have no transparent pixel without looking at each. */
const isJpeg = (path: string) =>
  readFileSync(path)
    .subarray(0, 2)
    .equals(Buffer.from([0xff, 0xd8]));

/** Where a part of a frame lies once the frame is mirrored. */
function mirror(part: Rect, frame: Size, [flipX, flipY]: readonly [number, number]): Rect {
  return {
    ...part,
    x: flipX < 0 ? frame.width - part.x - part.width : part.x,
    y: flipY < 0 ? frame.height - part.y - part.height : part.y,
  };
}

/** Draws an image into as much of its frame as it covers; with motion the frame is whole, because a window moves over it. */
function drawInto(image: Image, clip: Clip, box: Size): { bitmap: Bitmap; place: Rect; isFilled: boolean } {
  const zoom = largestZoom(clip.motion);
  const frame = { width: Math.round(box.width * zoom), height: Math.round(box.height * zoom) };
  const crop = cropRect(clip.crop, image);
  const rect = fitInto(fittingOf(clip), crop, frame);
  const whole = { x: 0, y: 0, ...frame };
  const flip = flips(clip.flip);
  const place = clip.motion ? whole : mirror(intersect(rect, whole), frame, flip);
  const bitmap = createCanvas(place.width, place.height);
  const context = bitmap.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.translate(frame.width / 2 - place.x, frame.height / 2 - place.y);
  context.scale(...flip);
  const [x, y] = [rect.x - frame.width / 2, rect.y - frame.height / 2];
  context.drawImage(image, crop.x, crop.y, crop.width, crop.height, x, y, rect.width, rect.height);
  const isFilled =
    rect.x <= 0 && rect.y <= 0 && rect.x + rect.width >= frame.width && rect.y + rect.height >= frame.height;
  return { bitmap, place: clip.motion ? { x: 0, y: 0, width: box.width, height: box.height } : place, isFilled };
}

export async function imageSource(clip: Clip, path: string, box: Size, pointer: string): Promise<Source> {
  const image = await decode(readFileSync(path), pointer);
  const { bitmap, place, isFilled } = drawInto(image, clip, box);
  return { isOpaque: isFilled && isJpeg(path), hasWindow: true, bitmap, place };
}

/** The markup with a root that is drawn at a size: a vector that is drawn small and enlarged would be blurred. */
function sizedMarkup(markup: string, natural: Size, size: Size): string {
  return markup.replace(/<svg\b[^>]*>/, (root) => {
    const rest = root
      .replace(/\s(?:width|height|preserveAspectRatio)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
      .replace(/\/?>$/, '');
    const viewBox = /\sviewBox\s*=/.test(rest) ? '' : ` viewBox="0 0 ${natural.width} ${natural.height}"`;
    const tail = root.endsWith('/>') ? '/>' : '>';
    return `${rest} width="${size.width}" height="${size.height}" preserveAspectRatio="none"${viewBox}${tail}`;
  });
}

/** Drawn at the size it has in its box, or larger by what motion will show of it. */
export async function svgSource(clip: Clip, markup: string, box: Size, pointer: string): Promise<Source> {
  const at = `${pointer}/markup`;
  const natural = await decode(Buffer.from(markup), at);
  const zoom = largestZoom(clip.motion);
  const size = fitInto(fittingOf(clip), natural, { width: box.width * zoom, height: box.height * zoom });
  const image = await decode(Buffer.from(sizedMarkup(markup, natural, size)), at);
  const { bitmap, place } = drawInto(image, clip.fit === 'none' ? { ...clip, scale: 1 } : clip, box);
  return { isOpaque: false, hasWindow: true, bitmap, place };
}
