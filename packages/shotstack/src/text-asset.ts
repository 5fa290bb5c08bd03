/** The plain text asset: one style, in a box that its background fills. */
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { cssColor, withOpacity } from './colors.ts';
import { type Path, type Report } from './report.ts';
import { clipSeconds } from './context.ts';

interface TextFields {
  readonly text: string;
  readonly width?: number;
  readonly height?: number;
  readonly font?: {
    readonly family?: string;
    readonly color?: string;
    readonly opacity?: number;
    readonly size?: number;
    readonly weight?: number;
    readonly lineHeight?: number;
  };
  readonly background?: {
    readonly color?: string;
    readonly opacity?: number;
    readonly padding?: number;
    readonly borderRadius?: number;
    readonly wrap?: boolean;
  };
  readonly alignment?: {
    readonly horizontal?: 'left' | 'center' | 'right';
    readonly vertical?: 'top' | 'center' | 'bottom';
  };
  readonly stroke?: { readonly width?: number; readonly color?: string };
  readonly animation?: { readonly preset: string; readonly duration?: number };
  readonly ellipsis?: string;
}

/** A color of the edit; one that is not known is reported and replaced. */
export function colorOr(text: string | undefined, fallback: string, path: Path, report: Report): string {
  if (text === undefined) return fallback;
  const color = cssColor(text);
  if (color === undefined) report.refuse(path, 'invalid_format', `${text} is not a color that is known`);
  return color ?? fallback;
}

/** Text that comes letter by letter is shown whole, faded in. */
export function convertEntrance(context: ClipContext, animation: TextFields['animation']): ConvertedAsset['clip'] {
  if (!animation) return {};
  const { path, report, clip } = context;
  const duration = animation.duration ?? Math.min(1, (clipSeconds(clip) ?? 2) / 2);
  report.lose([...path, 'asset', 'animation'], 'approximated', `${animation.preset} becomes a fade of the whole text`);
  return { enter: { effect: 'fade', duration, easing: 'linear' } };
}

/** Weights as numbers; words and texts stand for some. */
export function weightOf(weight: unknown): number | undefined {
  const words: Readonly<Record<string, number>> = { normal: 400, bold: 700, bolder: 800, lighter: 300 };
  const value =
    typeof weight === 'string' && Object.hasOwn(words, weight.toLowerCase())
      ? words[weight.toLowerCase()]
      : Number(weight);
  if (weight === undefined || value === undefined || !Number.isFinite(value)) return undefined;
  return Math.min(900, Math.max(100, Math.round(value)));
}

export const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));

/** An outline lies around the letters there; half of ours is covered by them. */
export const strokeWidth = (width: number): number => width * 2;

function fontOf({ path, fonts, report }: ClipContext, font: TextFields['font'] = {}) {
  const at = [...path, 'asset', 'font'];
  const resolved = fonts.resolve(font.family, [...at, 'family']);
  const weight = weightOf(font.weight) ?? resolved.weight;
  const color = withOpacity(colorOr(font.color, '#ffffff', [...at, 'color'], report), font.opacity);
  return {
    family: resolved.family,
    size: clamp(font.size ?? 32, 1, 2_048),
    color,
    lineHeight: clamp(font.lineHeight ?? 1, 0.5, 4),
    ...(weight === undefined ? {} : { weight }),
  };
}

function backgroundOf({ path, report }: ClipContext, background: TextFields['background']) {
  if (!background) return {};
  const at = [...path, 'asset', 'background'];
  if (background.wrap === true)
    report.lose([...at, 'wrap'], 'unsupported', 'a text asset does not wrap its background');
  const { color, opacity, padding = 0, borderRadius = 0 } = background;
  if (color === undefined) {
    report.note(at, 'ignored', 'has no color');
    return {};
  }
  return {
    background: {
      color: withOpacity(colorOr(color, '#000000', [...at, 'color'], report), opacity),
      padding,
      radius: borderRadius,
      extent: 'box' as const,
    },
  };
}

function strokeOf({ path, report }: ClipContext, { stroke }: TextFields) {
  if (!stroke?.width) {
    if (stroke) report.note([...path, 'asset', 'stroke'], 'ignored', 'has no width');
    return {};
  }
  const color = colorOr(stroke.color, '#000000', [...path, 'asset', 'stroke', 'color'], report);
  return { stroke: { width: strokeWidth(stroke.width), color } };
}

/** A text of spaces alone draws nothing; composition/1 wants a character. */
export const visibleText = (text: string): string => (text === '' ? ' ' : text);

export function convertText(context: ClipContext): ConvertedAsset {
  const { clip, path, report } = context;
  const asset = clip.asset as unknown as TextFields;
  const { horizontal = 'center', vertical = 'center' } = asset.alignment ?? {};
  if (asset.ellipsis !== undefined) {
    report.lose([...path, 'asset', 'ellipsis'], 'unsupported', 'text that is too long for its box is not shortened');
  }
  return {
    kind: 'drawn',
    width: asset.width,
    height: asset.height,
    asset: {
      kind: 'text',
      text: visibleText(asset.text),
      font: fontOf(context, asset.font),
      align: horizontal,
      valign: vertical === 'center' ? 'middle' : vertical,
      ...strokeOf(context, asset),
      ...backgroundOf(context, asset.background),
    },
    ...(asset.animation ? { clip: convertEntrance(context, asset.animation) ?? {} } : {}),
  };
}
