/**
 * Draws frames. Three things keep it cheap: a frame whose layers look as before is not drawn again; what an opaque layer covers is not
 * drawn; and the lowest layers that stay the same are drawn once into a base.
 */
import { type Canvas as Bitmap, type SKRSContext2D, createCanvas } from '@napi-rs/canvas';
import { type Canvas } from '@reelyard/contracts';
import { type Rect, type Size, anchorShares } from './geometry.ts';
import { type Layer } from './layer.ts';
import { type LayerState, stateKey } from './layer-state.ts';

export interface Drawable {
  readonly layer: Layer;
  readonly state: LayerState;
  readonly key: string;
}

export const aDrawable = (layer: Layer, id: number, state: LayerState, frame: number): Drawable => ({
  layer,
  state,
  key: `${id}:${layer.source.pictureAt?.(frame) ?? ''}:${stateKey(state)}`,
});

const isPlain = ({ rotate, scale, grow, wipe, reveal }: LayerState) =>
  rotate % 360 === 0 && scale === 1 && grow === 1 && !wipe && !reveal;

/** Hides everything beneath. */
function covers({ layer, state }: Drawable, canvas: Canvas): boolean {
  const { rect, source } = layer;
  if (!source.isOpaque || state.opacity < 1 || !isPlain(state)) return false;
  if (state.zoom !== 1 && !source.hasWindow) return false;
  if (state.x !== 0 || state.y !== 0) return false;
  return rect.x <= 0 && rect.y <= 0 && rect.x + rect.width >= canvas.width && rect.y + rect.height >= canvas.height;
}

/** Copies an opaque picture that is drawn as it is: no snapshot of its bitmap, no blending. */
function copyPixels(context: SKRSContext2D, { layer, state }: Drawable, x: number, y: number): boolean {
  const { source, timed } = layer;
  if (
    !source.isOpaque ||
    state.opacity < 1 ||
    timed.clip.motion ||
    source.filter !== undefined ||
    !Number.isInteger(x) ||
    !Number.isInteger(y)
  )
    return false;
  const pixels = source.pixels?.();
  if (pixels) context.putImageData(pixels, x, y);
  return pixels !== undefined;
}

/** Draws the bitmap with its box centered on the origin. */
function drawBitmap(context: SKRSContext2D, { layer, state }: Drawable, x: number, y: number): void {
  const { source, rect, timed } = layer;
  const { bitmap, place } = source;
  if (!source.hasWindow) return context.drawImage(bitmap, x + place.x, y + place.y);
  if (!timed.clip.motion) return context.drawImage(bitmap, x + place.x, y + place.y);
  const width = Math.min(bitmap.width, (bitmap.width / state.zoom) * 1);
  const height = Math.min(bitmap.height, bitmap.height / state.zoom);
  const left = (bitmap.width - width) / 2 - state.panX * width;
  const top = (bitmap.height - height) / 2 - state.panY * height;
  context.drawImage(bitmap, left, top, width, height, x, y, rect.width, rect.height);
}

function clipToWipe(
  context: SKRSContext2D,
  wipe: NonNullable<LayerState['wipe']>,
  width: number,
  height: number,
): void {
  const { edge, share } = wipe;
  const shownWidth = edge === 'left' || edge === 'right' ? width * share : width;
  const shownHeight = edge === 'up' || edge === 'down' ? height * share : height;
  const x = edge === 'right' ? width / 2 - shownWidth : -width / 2;
  const y = edge === 'down' ? height / 2 - shownHeight : -height / 2;
  context.beginPath();
  context.rect(x, y, shownWidth, shownHeight);
  context.clip();
}

/** The picture moves inside its box, which cuts it. */
function clipToReveal(
  context: SKRSContext2D,
  [x, y]: NonNullable<LayerState['reveal']>,
  width: number,
  height: number,
): void {
  context.beginPath();
  context.rect(-width / 2, -height / 2, width, height);
  context.clip();
  context.translate(x * width, y * height);
}

function drawTransformed(context: SKRSContext2D, drawable: Drawable, x: number, y: number): void {
  const { layer, state } = drawable;
  const { width, height } = layer.rect;
  const { flip, box } = layer.timed.clip;
  const zoom = layer.source.hasWindow ? 1 : state.zoom;
  const [anchorX, anchorY] = anchorShares(box.anchor);
  const [pivotX, pivotY] = [x + anchorX * width, y + anchorY * height];
  context.save();
  context.translate(pivotX, pivotY);
  context.scale(state.grow, state.grow);
  context.translate(x + width / 2 - pivotX, y + height / 2 - pivotY);
  context.rotate((state.rotate * Math.PI) / 180);
  context.scale(state.scale * zoom, state.scale * zoom);
  if (state.wipe && state.wipe.softness === 0) clipToWipe(context, state.wipe, width, height);
  if (state.reveal) clipToReveal(context, state.reveal, width, height);
  if (layer.source.filter !== undefined) context.filter = layer.source.filter;
  if (!layer.source.hasWindow) {
    context.translate(state.panX * width, state.panY * height);
    context.scale(flip === 'horizontal' || flip === 'both' ? -1 : 1, flip === 'vertical' || flip === 'both' ? -1 : 1);
  }
  drawBitmap(context, drawable, -width / 2, -height / 2);
  context.restore();
}

/** A gradient over the box that is opaque where the wipe has passed. The soft edge starts and ends outside the box. */
function softMask(context: SKRSContext2D, { edge, share, softness }: NonNullable<LayerState['wipe']>, rect: Rect) {
  const isHorizontal = edge === 'left' || edge === 'right';
  const side = isHorizontal ? rect.width : rect.height;
  const front = share * (1 + softness) * side;
  const back = front - softness * side;
  const isReversed = edge === 'right' || edge === 'down';
  const start = isHorizontal ? rect.x : rect.y;
  const at = (way: number) => (isReversed ? start + side - way : start + way);
  const gradient = isHorizontal
    ? context.createLinearGradient(at(back), 0, at(front), 0)
    : context.createLinearGradient(0, at(back), 0, at(front));
  gradient.addColorStop(0, '#000000ff');
  gradient.addColorStop(1, '#00000000');
  return gradient;
}

/** Draws a layer aside, fades its edge away, and lays it over the rest. */
function drawSoftly(context: SKRSContext2D, drawable: Drawable, x: number, y: number, aside: Surface): void {
  const { state, layer } = drawable;
  const { width, height } = aside.bitmap;
  const { wipe } = state;
  if (!wipe) return;
  empty(aside, aside.bitmap);
  aside.context.globalAlpha = 1;
  drawTransformed(aside.context, drawable, x, y);
  aside.context.globalCompositeOperation = 'destination-in';
  aside.context.fillStyle = softMask(aside.context, wipe, { ...layer.rect, x, y });
  aside.context.fillRect(0, 0, width, height);
  aside.context.globalCompositeOperation = 'source-over';
  context.drawImage(aside.bitmap, 0, 0);
}

function drawLayer({ context, aside }: Surface, drawable: Drawable, canvas: Canvas): void {
  const { layer, state } = drawable;
  if (state.opacity <= 0) return;
  const { rect, source, timed } = layer;
  const x = rect.x + state.x * canvas.width;
  const y = rect.y + state.y * canvas.height;
  context.globalAlpha = state.opacity;
  const isUpright = isPlain(state) && (source.hasWindow || (state.zoom === 1 && timed.clip.flip === 'none'));
  if (isUpright && copyPixels(context, drawable, x, y)) return;
  if (isUpright && source.filter === undefined) drawBitmap(context, drawable, x, y);
  else if (state.wipe && state.wipe.softness > 0) drawSoftly(context, drawable, x, y, aside());
  else drawTransformed(context, drawable, x, y);
  context.globalAlpha = 1;
}

const commonPrefix = (a: readonly string[], b: readonly string[]): number => {
  const end = a.findIndex((key, index) => key !== b[index]);
  return end < 0 ? a.length : end;
};

interface Surface {
  readonly bitmap: Bitmap;
  readonly context: SKRSContext2D;
  /** A second one of the same size, made when it is first needed. */
  readonly aside: () => Surface;
}

function aSurface(canvas: Size): Surface {
  const bitmap = createCanvas(canvas.width, canvas.height);
  const context = bitmap.getContext('2d');
  context.imageSmoothingQuality = 'low';
  let second: Surface | undefined;
  return { bitmap, context, aside: () => (second ??= aSurface(canvas)) };
}

/** The canvas library keeps a picture of what was drawn last, and copies the canvas before it is drawn over. A cleared one is not copied. */
const empty = ({ context }: Surface, { width, height }: Size) => context.clearRect(0, 0, width, height);

function paint(surface: Surface, drawables: readonly Drawable[], canvas: Canvas): void {
  const { context } = surface;
  empty(surface, canvas);
  const first = drawables[0];
  if (!first || !covers(first, canvas)) {
    for (const color of ['#000000', canvas.background]) {
      context.fillStyle = color;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
  }
  for (const drawable of drawables) drawLayer(surface, drawable, canvas);
}

interface Base {
  readonly surface: Surface;
  /** Brings it up to date and says how many of the layers are in it. */
  readonly update: (drawables: readonly Drawable[], keys: readonly string[], steady: number) => number;
}

/** The lowest layers, two or more, drawn when they have looked the same for two frames. */
function aBase(canvas: Canvas): Base {
  const surface = aSurface(canvas);
  let held: readonly string[] = [];
  return {
    surface,
    update(drawables, keys, steady) {
      if (commonPrefix(held, keys) < held.length) held = [];
      if (steady >= 2 && steady > held.length) {
        paint(surface, drawables.slice(0, steady), canvas);
        held = keys.slice(0, steady);
      }
      return held.length;
    },
  };
}

export interface Compositor {
  /** Draws the layers, bottom first, and returns the pixels (opaque RGBA): the same buffer again when the frame equals the one before. */
  readonly draw: (drawables: readonly Drawable[]) => Buffer;
}

export function aCompositor(canvas: Canvas): Compositor {
  const surface = aSurface(canvas);
  const base = aBase(canvas);
  let previous: { readonly keys: readonly string[]; readonly pixels: Buffer } | undefined;

  const compose = (drawables: readonly Drawable[], inBase: number) => {
    if (inBase === 0) return paint(surface, drawables, canvas);
    empty(surface, canvas);
    surface.context.drawImage(base.surface.bitmap, 0, 0);
    for (const drawable of drawables.slice(inBase)) drawLayer(surface, drawable, canvas);
  };

  return {
    draw(all) {
      const cover = all.findLastIndex((drawable) => covers(drawable, canvas));
      const drawables = all.slice(Math.max(0, cover)).filter(({ state }) => state.opacity > 0);
      const keys = drawables.map(({ key }) => key);
      const steady = previous ? commonPrefix(keys, previous.keys) : 0;
      if (previous && keys.length === previous.keys.length && steady === keys.length) return previous.pixels;
      compose(drawables, base.update(drawables, keys, steady));
      previous = { keys, pixels: surface.bitmap.data() };
      return previous.pixels;
    },
  };
}
