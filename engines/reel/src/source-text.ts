/** Text, laid out and drawn once into a bitmap that is no larger than its ink. */
import { type Canvas as Bitmap, type SKRSContext2D, createCanvas } from '@napi-rs/canvas';
import { type Font, type FontFace, type TextAsset } from '@reelyard/contracts';
import { fontOf } from './fonts.ts';
import { type Rect, type Size } from './geometry.ts';
import { type Source } from './source.ts';
import { fitSize, layoutText } from './text-layout.ts';

interface Layout {
  readonly font: string;
  readonly lines: readonly string[];
  readonly widths: readonly number[];
  readonly lineHeight: number;
  /** From the top of a line to its baseline. */
  readonly baseline: number;
  readonly width: number;
  readonly height: number;
  readonly letterSpacing: string;
}

const scratch: SKRSContext2D = createCanvas(8, 8).getContext('2d');

interface TextRequest {
  readonly asset: TextAsset;
  /** Before the scale of the clip, which makes everything in it larger. */
  readonly box: Size;
  readonly scale: number;
  readonly faces: readonly FontFace[];
  readonly pointer: string;
}

/** Room that background and stroke take from the box on every side. */
const inset = ({ background, stroke }: TextAsset): number =>
  (background?.padding ?? 0) + (stroke ? stroke.width / 2 : 0);

function layoutAt({ asset, box, faces, pointer }: TextRequest, size: number): Layout {
  const style: Font = { ...asset.font, size };
  const font = fontOf(asset.text, style, faces, `${pointer}/text`);
  const letterSpacing = `${(style.letterSpacing * size) / asset.font.size}px`;
  scratch.font = font;
  scratch.letterSpacing = letterSpacing;
  const measure = (text: string) => scratch.measureText(text).width;
  const room = Math.max(1, box.width - 2 * inset(asset));
  const lines = layoutText(asset.text, asset.wrap ? room : Infinity, measure);
  const widths = lines.map(measure);
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = scratch.measureText('Hg');
  const lineHeight = size * style.lineHeight;
  return {
    font,
    lines,
    widths,
    lineHeight,
    letterSpacing,
    baseline: (lineHeight - ascent - descent) / 2 + ascent,
    width: Math.max(...widths),
    height: lineHeight * lines.length,
  };
}

function layoutFor(request: TextRequest): Layout {
  const { asset, box } = request;
  if (!asset.autoFit) return layoutAt(request, asset.font.size);
  const room = { width: box.width - 2 * inset(asset), height: box.height - 2 * inset(asset) };
  return layoutAt(
    request,
    fitSize(asset.minSize, asset.font.size, room, (size) => layoutAt(request, size)),
  );
}

const shares = { left: 0, center: 0.5, right: 1, top: 0, middle: 0.5, bottom: 1 } as const;

/** Where the block of lines lies in the box. */
function placeBlock(asset: TextAsset, layout: Layout, box: Size): Rect {
  const edge = inset(asset);
  return {
    x: edge + shares[asset.align] * (box.width - 2 * edge - layout.width),
    y: edge + shares[asset.valign] * (box.height - 2 * edge - layout.height),
    width: layout.width,
    height: layout.height,
  };
}

/** How far the ink may reach beyond the block: side bearings, stroke, background and shadow. */
function marginOf(asset: TextAsset): number {
  const { shadow } = asset;
  const shade = shadow ? shadow.blur * 1.5 + Math.max(Math.abs(shadow.x), Math.abs(shadow.y)) : 0;
  return Math.ceil(asset.font.size * 0.25 + inset(asset) + shade);
}

type Background = NonNullable<TextAsset['background']>;

function backgroundRect({ padding, extent }: Background, block: Rect, box: Size): Rect {
  if (extent === 'box') return { x: 0, y: 0, ...box };
  const [width, height] = [block.width + 2 * padding, block.height + 2 * padding];
  return { x: block.x - padding, y: block.y - padding, width, height };
}

function drawBackground(context: SKRSContext2D, asset: TextAsset, block: Rect, box: Size): void {
  if (!asset.background) return;
  const { color, radius } = asset.background;
  const { x, y, width, height } = backgroundRect(asset.background, block, box);
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function applyShadow(context: SKRSContext2D, { shadow }: TextAsset): void {
  if (!shadow) return;
  context.shadowColor = shadow.color;
  context.shadowOffsetX = shadow.x;
  context.shadowOffsetY = shadow.y;
  context.shadowBlur = shadow.blur;
}

function drawLines(context: SKRSContext2D, asset: TextAsset, layout: Layout, block: Rect): void {
  context.font = layout.font;
  context.letterSpacing = layout.letterSpacing;
  context.textBaseline = 'alphabetic';
  layout.lines.forEach((line, index) => {
    const x = block.x + shares[asset.align] * (layout.width - (layout.widths[index] ?? 0));
    const y = block.y + index * layout.lineHeight + layout.baseline;
    if (asset.stroke) {
      context.strokeStyle = asset.stroke.color;
      context.lineWidth = asset.stroke.width;
      context.lineJoin = 'round';
      context.strokeText(line, x, y);
    }
    context.fillStyle = asset.font.color;
    context.fillText(line, x, y);
  });
}

/** The smallest area in whole pixels that holds all ink. */
function inkRect(asset: TextAsset, block: Rect, box: Size, scale: number): Rect {
  const margin = marginOf(asset);
  const fills = asset.background?.extent === 'box';
  const left = Math.min(Math.floor(block.x) - margin, fills ? 0 : Infinity) * scale;
  const top = Math.min(Math.floor(block.y) - margin, fills ? 0 : Infinity) * scale;
  const right = Math.max(Math.ceil(block.x + block.width) + margin, fills ? box.width : -Infinity) * scale;
  const bottom = Math.max(Math.ceil(block.y + block.height) + margin, fills ? box.height : -Infinity) * scale;
  const [x, y] = [Math.floor(left), Math.floor(top)];
  return { x, y, width: Math.max(1, Math.ceil(right) - x), height: Math.max(1, Math.ceil(bottom) - y) };
}

export function textSource(request: TextRequest): Source {
  const { asset, box, scale } = request;
  const layout = layoutFor(request);
  const block = placeBlock(asset, layout, box);
  const place = inkRect(asset, block, box, scale);
  const bitmap: Bitmap = createCanvas(place.width, place.height);
  const context = bitmap.getContext('2d');
  context.translate(-place.x, -place.y);
  context.scale(scale, scale);
  drawBackground(context, asset, block, box);
  applyShadow(context, asset);
  drawLines(context, asset, layout, block);
  return { isOpaque: false, hasWindow: false, bitmap, place };
}
