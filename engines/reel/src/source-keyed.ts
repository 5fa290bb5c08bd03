/**
 * A source behind a chroma key: what has nearly the color of the key becomes transparent. Colors are compared by their hue and saturation alone (Cb and Cr
 * of BT.601), so that a shadow on the screen is keyed like the screen, or as points in the cube of red, green and blue. What stays is keyed once, a video
 * picture by picture.
 */
import { createCanvas } from '@napi-rs/canvas';
import { type Clip } from '@reelyard/contracts';
import { type Source } from './source.ts';

type Key = NonNullable<Clip['key']>;

const cbOf = (r: number, g: number, b: number) => 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
const crOf = (r: number, g: number, b: number) => 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;

/** Fixed point: the inner loop stays in integers. */
const SCALE = 65_536;
const fixed = (factor: number) => Math.round(factor * SCALE);
const CB = [fixed(-0.168736), fixed(-0.331264), fixed(0.5)] as const;
const CR = [fixed(0.5), fixed(-0.418688), fixed(-0.081312)] as const;
const MIDDLE = 128 * SCALE + SCALE / 2;

/** Of white from black. */
const longestRgb = 255 * Math.sqrt(3);

/** Makes a key of RGBA without premultiplied alpha, in place. */
export function createKeyer(key: Key): (pixels: Uint8ClampedArray) => void {
  if (key.space === 'rgb') return (pixels) => applyRgbKey(pixels, key);
  const table = keyTable(key);
  return (pixels) => applyKey(pixels, table);
}

function applyRgbKey(pixels: Uint8ClampedArray, { color, similarity, smoothness }: Key): void {
  const [keyR, keyG, keyB] = channelsOf(color);
  const [none, all] = [similarity * longestRgb, (similarity + smoothness) * longestRgb];
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const r = (pixels[at] ?? 0) - keyR;
    const g = (pixels[at + 1] ?? 0) - keyG;
    const b = (pixels[at + 2] ?? 0) - keyB;
    const square = r * r + g * g + b * b;
    if (square > all * all) continue;
    const left = square <= none * none ? 0 : (Math.sqrt(square) - none) / (all - none);
    pixels[at + 3] = Math.round((pixels[at + 3] ?? 255) * left);
  }
}

/** How much is left of a color, 0 to 255, by its Cb and Cr in 8 bits each. */
function keyTable({ color, similarity, smoothness }: Key): Uint8Array {
  const [r, g, b] = channelsOf(color);
  const [keyCb, keyCr] = [cbOf(r, g, b), crOf(r, g, b)];
  return Uint8Array.from({ length: 65_536 }, (_, index) => {
    const distance = Math.hypot((index >> 8) - keyCb, (index & 255) - keyCr) / 255;
    if (distance <= similarity) return 0;
    return smoothness === 0 ? 255 : Math.min(255, Math.round((255 * (distance - similarity)) / smoothness));
  });
}

function channelsOf(color: string): readonly [number, number, number] {
  const long = longColor(color);
  const channel = (at: number) => Number.parseInt(long.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** `#rgb` written out; alpha means nothing here. */
function longColor(color: string): string {
  if (color === 'transparent') return '#000000';
  return color.length < 7 ? `#${[...color.slice(1, 4)].map((digit) => digit + digit).join('')}` : color;
}

function applyKey(pixels: Uint8ClampedArray, table: Uint8Array): void {
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const r = pixels[at] ?? 0;
    const g = pixels[at + 1] ?? 0;
    const b = pixels[at + 2] ?? 0;
    const cb = Math.min(255, (CB[0] * r + CB[1] * g + CB[2] * b + MIDDLE) >> 16);
    const cr = Math.min(255, (CR[0] * r + CR[1] * g + CR[2] * b + MIDDLE) >> 16);
    const left = table[(cb << 8) | cr] ?? 255;
    if (left < 255) pixels[at + 3] = Math.round(((pixels[at + 3] ?? 255) * left) / 255);
  }
}

export function keyedSource(source: Source, key: Key | undefined): Source {
  if (key === undefined) return source;
  const applyTo = createKeyer(key);
  const { hasWindow, pictureAt, prepare, close } = source;
  let keyed: Source['bitmap'] | undefined;
  let shown: number | undefined;
  const draw = (): Source['bitmap'] => {
    const { bitmap } = source;
    const { width, height } = bitmap;
    const own = keyed?.width === width && keyed.height === height ? keyed : createCanvas(width, height);
    const image = bitmap.getContext('2d').getImageData(0, 0, width, height);
    applyTo(image.data);
    own.getContext('2d').putImageData(image, 0, 0);
    return own;
  };
  return {
    isOpaque: false,
    hasWindow,
    ...(pictureAt ? { pictureAt } : {}),
    ...(close ? { close } : {}),
    ...(prepare
      ? {
          prepare: async (frame: number) => {
            await prepare(frame);
            const picture = pictureAt?.(frame);
            if (picture === undefined || picture !== shown) keyed = draw();
            shown = picture;
          },
        }
      : {}),
    get bitmap() {
      keyed ??= draw();
      return keyed;
    },
    get place() {
      return source.place;
    },
  };
}
