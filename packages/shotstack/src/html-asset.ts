/**
 * The old HTML asset. What most edits put there is a line or two of styled text, and that becomes a text in the style of its first run, always
 * with a loss. HTML that is more than text (images, tables, its own drawing) is refused.
 */
import { alphaFirstColor, cssColor } from './colors.ts';
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { parseCss } from './css.ts';
import { type Position } from './edit.ts';
import { type Style, readHtml } from './html-text.ts';
import { transformText } from './rich-text-asset.ts';
import { clamp, visibleText, weightOf } from './text-asset.ts';
import { alignmentOf } from './title-asset.ts';

interface Html {
  readonly html: string;
  readonly css?: string;
  readonly width?: number;
  readonly height?: number;
  readonly background?: string;
  readonly position?: Position;
}

/** What is read of a style; the rest is reported. */
const known = new Set([
  'color',
  'font-size',
  'font-family',
  'font-weight',
  'font-style',
  'line-height',
  'letter-spacing',
  'text-align',
  'text-transform',
  'background',
  'background-color',
  'padding',
  'text-shadow',
]);

/** Lengths in pixels; em and % are of the size of the font, points of 96 dpi. */
function pixels(text: string | undefined, em: number): number | undefined {
  const [, number = '', unit = 'px'] = /^(-?[0-9.]+)(px|pt|em|rem|%)?$/u.exec(text?.trim() ?? '') ?? [];
  if (number === '') return undefined;
  const factors: Readonly<Record<string, number>> = { px: 1, pt: 4 / 3, em, rem: 16, '%': em / 100 };
  return Number(number) * (factors[unit] ?? 1);
}

const rootSize = 16;

function lineHeightOf(style: Style, size: number): number {
  const text = style.get('line-height') ?? 'normal';
  const value = /^[0-9.]+$/u.test(text) ? Number(text) : (pixels(text, size) ?? 1.2 * size) / size;
  return clamp(value, 0.5, 4);
}

function fontOf(context: ClipContext, style: Style) {
  const { path, fonts, report } = context;
  const at = [...path, 'asset', 'css'];
  const size = pixels(style.get('font-size'), rootSize) ?? rootSize;
  const family = style
    .get('font-family')
    ?.split(',')[0]
    ?.trim()
    .replace(/^["']|["']$/gu, '');
  const resolved = fonts.resolve(family, at);
  const weight = weightOf(style.get('font-weight')) ?? resolved.weight;
  const named = style.get('color') ?? '#000000';
  const color = cssColor(named);
  if (color === undefined) report.lose(at, 'approximated', `the color ${named} is not known; black stands in`);
  return {
    family: resolved.family,
    size: clamp(size, 1, 2_048),
    color: color ?? '#000000',
    lineHeight: lineHeightOf(style, size),
    letterSpacing: clamp(pixels(style.get('letter-spacing'), size) ?? 0, -64, 256),
    ...(weight === undefined ? {} : { weight }),
    ...(style.get('font-style') === 'italic' ? { style: 'italic' as const } : {}),
  };
}

function shadowOf(style: Style) {
  const text = style.get('text-shadow');
  const color = text?.match(/#[0-9a-f]{3,8}\b|rgba?\([^)]*\)/iu)?.[0];
  const [x, y, blur = 0] = (text?.replace(color ?? '', '') ?? '')
    .trim()
    .split(/\s+/u)
    .map((part) => pixels(part, rootSize));
  if (x === undefined || y === undefined) return {};
  return { shadow: { x, y, blur: blur ?? 0, color: cssColor(color ?? '#000000') ?? '#000000' } };
}

function backgroundOf(context: ClipContext, style: Style, { background }: Html) {
  const { path, report } = context;
  if (background !== undefined) {
    const color = alphaFirstColor(background);
    if (color === undefined)
      report.refuse([...path, 'asset', 'background'], 'invalid_format', 'is not a color that is known');
    return { background: { color: color ?? 'transparent', padding: 0, extent: 'box' as const } };
  }
  const named = style.get('background-color') ?? style.get('background');
  const color = named === undefined ? undefined : cssColor(named);
  if (named !== undefined && color === undefined) {
    report.lose([...path, 'asset', 'css'], 'unsupported', `the background ${named} is not a color that is known`);
  }
  return color === undefined
    ? {}
    : { background: { color, padding: Math.max(0, pixels(style.get('padding')?.split(' ')[0], rootSize) ?? 0) } };
}

const sameStyle = (a: Style, b: Style) => [...known].every((name) => a.get(name) === b.get(name));

function reportStyles(context: ClipContext, styles: readonly Style[], atRules: readonly string[]): void {
  const at = [...context.path, 'asset'];
  const [first] = styles;
  const { report } = context;
  report.lose([...at, 'html'], 'approximated', 'HTML is laid out as text');
  if (first && styles.some((style) => !sameStyle(first, style)))
    report.lose([...at, 'html'], 'approximated', 'the whole text has the style of its beginning');
  const unread = new Set(styles.flatMap((style) => [...style.keys()]).filter((name) => !known.has(name)));
  if (unread.size > 0) report.lose([...at, 'css'], 'unsupported', `is read without ${[...unread].join(', ')}`);
  if (atRules.length > 0) report.lose([...at, 'css'], 'unsupported', `is read without ${atRules.join(', ')}`);
}

export function convertHtml(context: ClipContext): ConvertedAsset {
  const { clip, path, report } = context;
  const asset = clip.asset as unknown as Html;
  const at = [...path, 'asset'];
  const { rules, atRules } = parseCss(asset.css ?? '');
  const { text, styles, foreign } = readHtml(asset.html, rules);
  const onlyDrawn = text === '' && foreign.length === 0;
  if (foreign.length > 0)
    report.refuse(
      [...at, 'html'],
      'unsupported_asset',
      `needs a browser: it has ${foreign.map((tag) => `<${tag}>`).join(', ')}`,
    );
  else if (onlyDrawn && asset.background === undefined)
    report.refuse([...at, 'html'], 'unsupported_asset', 'has no text; what CSS alone draws needs a browser');
  const style = styles[0] ?? new Map<string, string>();
  reportStyles(context, styles, atRules);
  const { align, valign } = alignmentOf(asset.position ?? 'center');
  const named = style.get('text-align');
  return {
    kind: 'drawn',
    width: asset.width,
    height: asset.height,
    asset: {
      kind: 'text',
      text: visibleText(transformText(text, style.get('text-transform'))).slice(0, 10_000),
      font: fontOf(context, style),
      align: named === 'left' || named === 'right' || named === 'center' ? named : align,
      valign,
      ...shadowOf(style),
      ...backgroundOf(context, style, asset),
    },
  };
}
