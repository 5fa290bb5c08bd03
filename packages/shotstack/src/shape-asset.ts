/** Shapes and inline SVG. */
import { withOpacity } from './colors.ts';
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { colorOr } from './text-asset.ts';

interface Shape {
  readonly shape: 'rectangle' | 'circle' | 'line';
  readonly width?: number;
  readonly height?: number;
  readonly fill?: { readonly color?: string; readonly opacity?: number };
  readonly stroke?: { readonly color?: string; readonly width?: number };
  readonly rectangle?: { readonly width?: number; readonly height?: number; readonly cornerRadius?: number };
  readonly circle?: { readonly radius?: number };
  readonly line?: { readonly length?: number; readonly thickness?: number };
}

interface Outline {
  readonly shape: 'rect' | 'roundRect' | 'ellipse';
  readonly width: number;
  readonly height: number;
  readonly radius?: number;
}

function outlineOf({ path, report }: ClipContext, asset: Shape): Outline {
  const at = [...path, 'asset', asset.shape];
  const own = asset[asset.shape];
  if (!own) report.refuse(at, 'missing', `is required by the shape ${asset.shape}`);
  for (const other of ['rectangle', 'circle', 'line'] as const) {
    if (other !== asset.shape && asset[other])
      report.note([...path, 'asset', other], 'ignored', `the shape is a ${asset.shape}`);
  }
  const size = (value: number | undefined, name: string) => {
    if (own && (value === undefined || value <= 0)) report.refuse([...at, name], 'too_small', 'must be above 0');
    return Math.max(1, value ?? 1);
  };
  if (asset.shape === 'circle') {
    const side = 2 * size(asset.circle?.radius, 'radius');
    return { shape: 'ellipse', width: side, height: side };
  }
  if (asset.shape === 'line')
    return {
      shape: 'rect',
      width: size(asset.line?.length, 'length'),
      height: size(asset.line?.thickness, 'thickness'),
    };
  const { width, height, cornerRadius = 0 } = asset.rectangle ?? {};
  const sides = { width: size(width, 'width'), height: size(height, 'height') };
  return cornerRadius > 0 ? { shape: 'roundRect', radius: cornerRadius, ...sides } : { shape: 'rect', ...sides };
}

const sides = ['width', 'height'] as const;

function reportSizes(
  { clip, canvas, path, report }: ClipContext,
  asset: Shape,
  shape: { readonly width: number; readonly height: number },
): void {
  const at = [...path, 'asset'];
  const isCentered = (clip.position ?? 'center') === 'center';
  for (const side of sides) {
    if (isCentered && asset[side] !== undefined)
      report.note([...at, side], 'ignored', 'the shape is in the middle of its box, however large that is');
    if (clip[side] !== undefined) report.note([...path, side], 'ignored', 'a shape has the size that it names');
  }
  if (!isCentered && sides.some((side) => (asset[side] ?? canvas[side]) !== shape[side]))
    report.lose([...at, 'width'], 'approximated', 'the shape itself is put at the position, not the box around it');
}

/**
 * A shape lies in the middle of its box. What the box is for is where a position puts it, so a shape that is not at the center keeps the box
 * as a frame around it, unless both are of one size.
 */
export function convertShape(context: ClipContext): ConvertedAsset {
  const { clip, path, report } = context;
  const asset = clip.asset as unknown as Shape;
  const at = [...path, 'asset'];
  const { width, height, ...outline } = outlineOf(context, asset);
  const stroke = asset.stroke?.width ?? 0;
  reportSizes(context, asset, { width, height });
  if (asset.stroke && stroke === 0) report.note([...at, 'stroke'], 'ignored', 'has no width');
  const color = colorOr(asset.fill?.color, '#ffffff', [...at, 'fill', 'color'], report);
  return {
    kind: 'drawn',
    isSized: true,
    width: width + 2 * stroke,
    height: height + 2 * stroke,
    asset: {
      kind: 'shape',
      ...outline,
      fill: withOpacity(color, asset.fill?.opacity),
      ...(stroke > 0
        ? {
            stroke: {
              color: colorOr(asset.stroke?.color, '#000000', [...at, 'stroke', 'color'], report),
              width: stroke,
            },
          }
        : {}),
    },
  };
}

/** The size that the markup names in its root element. */
function svgSize(markup: string): { width?: number; height?: number } {
  const root = /<svg\b[^>]*>/iu.exec(markup)?.[0] ?? '';
  const attribute = (name: string) =>
    new RegExp(`\\s${name}\\s*=\\s*["']\\s*([0-9.]+)(?:px)?\\s*["']`, 'iu').exec(root)?.[1];
  const [width, height] = [Number(attribute('width')), Number(attribute('height'))];
  return width > 0 && height > 0 ? { width, height } : {};
}

export function convertSvg(context: ClipContext): ConvertedAsset {
  const { src } = context.clip.asset as unknown as { readonly src: string };
  if (!/<svg[\s>]/iu.test(src))
    context.report.refuse([...context.path, 'asset', 'src'], 'invalid_format', 'is not SVG markup');
  return { kind: 'drawn', ...svgSize(src), asset: { kind: 'svg', markup: src }, clip: { fit: 'contain' } };
}
