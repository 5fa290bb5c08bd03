/** Rich text, and what rich captions share with it. */
import { type CompositionInput } from '@reelyard/contracts';
import { withOpacity } from './colors.ts';
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { type Path, type Report } from './report.ts';
import { clamp, colorOr, convertEntrance, strokeWidth, visibleText, weightOf } from './text-asset.ts';

type AssetOf<K> = Extract<CompositionInput['tracks'][number]['clips'][number]['asset'], { kind: K }>;
type TextInput = AssetOf<'text'>;

interface Stroke {
  readonly width?: number;
  readonly color?: string;
  readonly opacity?: number;
}

export interface RichStyle {
  readonly font?: {
    readonly family?: string;
    readonly size?: number;
    readonly weight?: unknown;
    readonly style?: 'normal' | 'italic';
    readonly color?: string;
    readonly opacity?: number;
    readonly background?: string;
    readonly stroke?: Stroke;
  };
  readonly style?: {
    readonly letterSpacing?: number;
    readonly wordSpacing?: number;
    readonly lineHeight?: number;
    readonly textTransform?: 'none' | 'uppercase' | 'lowercase' | 'capitalize';
    readonly textDecoration?: 'none' | 'underline' | 'line-through';
    readonly gradient?: unknown;
    readonly size?: number;
  };
  readonly stroke?: Stroke;
  readonly shadow?: {
    readonly offsetX?: number;
    readonly offsetY?: number;
    readonly blur?: number;
    readonly color?: string;
    readonly opacity?: number;
  };
  readonly background?: {
    readonly color?: string;
    readonly opacity?: number;
    readonly borderRadius?: number;
    readonly wrap?: boolean;
    readonly padding?: number;
  };
  readonly border?: {
    readonly width?: number;
    readonly color?: string;
    readonly opacity?: number;
    readonly radius?: number;
  };
  readonly padding?:
    number | { readonly top?: number; readonly right?: number; readonly bottom?: number; readonly left?: number };
  readonly align?: {
    readonly horizontal?: 'left' | 'center' | 'right';
    readonly vertical?: 'top' | 'middle' | 'bottom';
  };
}

interface RichText extends RichStyle {
  readonly text: string;
  readonly animation?: { readonly preset: string; readonly duration?: number };
}

interface Defaults {
  readonly family: string;
  readonly color: string;
  readonly vertical: 'top' | 'middle' | 'bottom';
}

export function transformText(text: string, transform: string | undefined): string {
  if (transform === 'uppercase') return text.toUpperCase();
  if (transform === 'lowercase') return text.toLowerCase();
  if (transform !== 'capitalize') return text;
  return text.replace(/(^|\s)(\p{L})/gu, (_, space: string, letter: string) => space + letter.toUpperCase());
}

function fontOf(context: ClipContext, { font = {}, style = {} }: RichStyle, defaults: Defaults, at: Path) {
  const { fonts, report } = context;
  const resolved = fonts.resolve(font.family ?? defaults.family, [...at, 'font', 'family']);
  const weight = weightOf(font.weight) ?? resolved.weight;
  const color = withOpacity(colorOr(font.color, defaults.color, [...at, 'font', 'color'], report), font.opacity);
  if (font.background !== undefined)
    report.lose([...at, 'font', 'background'], 'unsupported', 'single words have no background');
  const { letterSpacing = 0, lineHeight = 1.2 } = style;
  return {
    family: resolved.family,
    size: style.size ?? font.size ?? 24,
    color,
    lineHeight: clamp(lineHeight, 0.5, 4),
    letterSpacing: clamp(letterSpacing, -64, 256),
    ...(weight === undefined ? {} : { weight }),
    ...(font.style ? { style: font.style } : {}),
  };
}

function reportStyle({ style = {}, border }: RichStyle, at: Path, report: Report): void {
  if (style.wordSpacing)
    report.lose([...at, 'style', 'wordSpacing'], 'unsupported', 'words keep the space of their font');
  if (style.textDecoration && style.textDecoration !== 'none')
    report.lose([...at, 'style', 'textDecoration'], 'unsupported', 'text has no lines under or through it');
  if (style.gradient !== undefined) report.lose([...at, 'style', 'gradient'], 'unsupported', 'text has one color');
  if (border?.width) report.lose([...at, 'border'], 'unsupported', 'the box of a text has no border');
  else if (border) report.note([...at, 'border'], 'ignored', 'has no width');
}

function strokeOf({ stroke, font }: RichStyle, at: Path, report: Report) {
  const own = stroke ?? font?.stroke;
  const path = [...at, ...(stroke ? ['stroke'] : ['font', 'stroke'])];
  if (!own?.width) {
    if (own) report.note(path, 'ignored', 'has no width');
    return {};
  }
  const color = withOpacity(colorOr(own.color, '#000000', [...path, 'color'], report), own.opacity);
  return { stroke: { width: strokeWidth(own.width), color } };
}

function shadowOf({ shadow }: RichStyle, at: Path, report: Report) {
  if (!shadow) return {};
  const { offsetX = 0, offsetY = 0, blur = 0, color, opacity = 0.5 } = shadow;
  return {
    shadow: {
      x: clamp(offsetX, -512, 512),
      y: clamp(offsetY, -512, 512),
      blur: clamp(blur, 0, 256),
      color: withOpacity(colorOr(color, '#000000', [...at, 'shadow', 'color'], report), opacity),
    },
  };
}

/** The largest side counts: a text has the same room on all of them. */
function paddingOf({ padding }: RichStyle, at: Path, report: Report): number {
  if (typeof padding !== 'object') return padding ?? 0;
  const { top = 0, right = 0, bottom = 0, left = 0 } = padding;
  const sides = [top, right, bottom, left];
  if (new Set(sides).size > 1) report.lose([...at, 'padding'], 'approximated', 'the largest side is taken for all');
  return Math.max(...sides);
}

function backgroundOf(rich: RichStyle, at: Path, report: Report) {
  const { background } = rich;
  const padding = paddingOf(rich, at, report);
  if (!background?.color) {
    if (background) report.note([...at, 'background'], 'ignored', 'has no color');
    return padding > 0 ? { background: { color: 'transparent', padding, extent: 'box' as const } } : {};
  }
  const wraps = background.wrap === true;
  if (!wraps && background.padding !== undefined)
    report.note([...at, 'background', 'padding'], 'ignored', 'matters only to a background that wraps the text');
  return {
    background: {
      color: withOpacity(
        colorOr(background.color, '#000000', [...at, 'background', 'color'], report),
        background.opacity,
      ),
      padding: wraps ? (background.padding ?? padding) : padding,
      radius: background.borderRadius ?? 0,
      extent: wraps ? ('text' as const) : ('box' as const),
    },
  };
}

export function richTextStyle(
  context: ClipContext,
  rich: RichStyle,
  defaults: Defaults,
): Omit<TextInput, 'kind' | 'text'> {
  const { path, report } = context;
  const at = [...path, 'asset'];
  reportStyle(rich, at, report);
  return {
    font: fontOf(context, rich, defaults, at),
    align: rich.align?.horizontal ?? 'center',
    valign: rich.align?.vertical ?? defaults.vertical,
    ...strokeOf(rich, at, report),
    ...shadowOf(rich, at, report),
    ...backgroundOf(rich, at, report),
  };
}

export function convertRichText(context: ClipContext): ConvertedAsset {
  const asset = context.clip.asset as unknown as RichText;
  const defaults = { family: 'Open Sans', color: '#000000', vertical: 'middle' } as const;
  return {
    kind: 'drawn',
    asset: {
      kind: 'text',
      text: visibleText(transformText(asset.text, asset.style?.textTransform)),
      ...richTextStyle(context, asset, defaults),
    },
    ...(asset.animation ? { clip: convertEntrance(context, asset.animation) ?? {} } : {}),
  };
}
