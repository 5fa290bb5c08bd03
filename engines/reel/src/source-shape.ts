/** Shapes and plain colors, drawn once. */
import { Path2D, type SKRSContext2D, createCanvas } from '@napi-rs/canvas';
import { type ColorAsset, type ShapeAsset } from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';
import { type Size } from './geometry.ts';
import { gradientStyle, isOpaqueColor } from './paint.ts';
import { type Source } from './source.ts';

export function colorSource(asset: ColorAsset, size: Size): Source {
  const bitmap = createCanvas(size.width, size.height);
  const context = bitmap.getContext('2d');
  context.fillStyle = asset.gradient ? gradientStyle(context, asset.gradient, size) : asset.color;
  context.fillRect(0, 0, size.width, size.height);
  const colors = asset.gradient ? asset.gradient.stops.map((stop) => stop.color) : [asset.color];
  return {
    isOpaque: colors.every(isOpaqueColor),
    hasWindow: false,
    bitmap,
    place: { x: 0, y: 0, width: size.width, height: size.height },
  };
}

/** SVG path data lies in a view box of 100 × 100, which is stretched to the box. */
function svgPath(data: string, size: Size, pointer: string): Path2D {
  const path = new Path2D();
  try {
    path.addPath(new Path2D(data), { a: size.width / 100, b: 0, c: 0, d: size.height / 100, e: 0, f: 0 });
    return path;
  } catch {
    throw new EngineFailure('permanent', 'path_unreadable', 'is not SVG path data', `${pointer}/d`);
  }
}

function outline(asset: ShapeAsset, size: Size, pointer: string): Path2D {
  if (asset.shape === 'path') return svgPath(asset.d ?? '', size, pointer);
  const path = new Path2D();
  const edge = asset.stroke ? asset.stroke.width / 2 : 0;
  const [width, height] = [Math.max(0, size.width - 2 * edge), Math.max(0, size.height - 2 * edge)];
  if (asset.shape === 'rect') path.rect(edge, edge, width, height);
  if (asset.shape === 'roundRect') path.roundRect(edge, edge, width, height, asset.radius);
  if (asset.shape === 'ellipse')
    path.ellipse(size.width / 2, size.height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  if (asset.shape === 'line') {
    path.moveTo(edge, size.height / 2);
    path.lineTo(size.width - edge, size.height / 2);
  }
  return path;
}

function paint(context: SKRSContext2D, asset: ShapeAsset, size: Size, pointer: string): void {
  const path = outline(asset, size, pointer);
  if (asset.gradient || asset.fill !== undefined) {
    context.fillStyle = asset.gradient ? gradientStyle(context, asset.gradient, size) : (asset.fill ?? 'transparent');
    context.fill(path);
  }
  if (!asset.stroke) return;
  context.strokeStyle = asset.stroke.color;
  context.lineWidth = asset.stroke.width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(path);
}

/** @param scale of the clip: lines and corners grow with the box, which has its final size */
export function shapeSource(asset: ShapeAsset, size: Size, scale: number, pointer: string): Source {
  const bitmap = createCanvas(size.width, size.height);
  const context = bitmap.getContext('2d');
  context.scale(scale, scale);
  paint(context, asset, { width: size.width / scale, height: size.height / scale }, pointer);
  return { isOpaque: false, hasWindow: false, bitmap, place: { x: 0, y: 0, width: size.width, height: size.height } };
}
