/** The old title asset: one of ten looks, whose typefaces belong to their service. What stands for them is Inter in their weight and size. */
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { alphaFirstColor } from './colors.ts';
import { type Position } from './edit.ts';
import { visibleText } from './text-asset.ts';

interface Title {
  readonly text: string;
  readonly style?: string;
  readonly color?: string;
  readonly size?: string;
  readonly background?: string;
  readonly position?: Position;
  readonly offset?: { readonly x?: unknown; readonly y?: unknown };
}

const weights: Readonly<Record<string, number>> = {
  minimal: 400,
  blockbuster: 800,
  vogue: 400,
  sketchy: 400,
  skinny: 200,
  chunk: 900,
  chunkLight: 300,
  marker: 700,
  future: 500,
  subtitle: 500,
};

/** Shares of the height of the viewport. */
const sizes: Readonly<Record<string, number>> = {
  'xx-small': 0.03,
  'x-small': 0.045,
  small: 0.06,
  medium: 0.085,
  large: 0.12,
  'x-large': 0.16,
  'xx-large': 0.2,
};

/** Where a position puts text: side words in any order. */
export function alignmentOf(position: Position): {
  align: 'left' | 'center' | 'right';
  valign: 'top' | 'middle' | 'bottom';
} {
  const align = /left$/iu.test(position) ? 'left' : /right$/iu.test(position) ? 'right' : 'center';
  return { align, valign: position.startsWith('top') ? 'top' : position.startsWith('bottom') ? 'bottom' : 'middle' };
}

export function convertTitle(context: ClipContext): ConvertedAsset {
  const { clip, path, report, canvas } = context;
  const asset = clip.asset as unknown as Title;
  const at = [...path, 'asset'];
  const { style = 'minimal', size = 'medium', position = 'center' } = asset;
  report.lose([...at, 'style'], 'approximated', `the typeface of ${style} is their own; Inter stands in`);
  if (asset.offset) report.lose([...at, 'offset'], 'unsupported', 'the text stays at its position; move the clip');
  const color = asset.color === undefined ? '#ffffff' : alphaFirstColor(asset.color);
  const background = asset.background === undefined ? undefined : alphaFirstColor(asset.background);
  if (color === undefined) report.refuse([...at, 'color'], 'invalid_format', 'is not a color that is known');
  if (asset.background !== undefined && background === undefined)
    report.refuse([...at, 'background'], 'invalid_format', 'is not a color that is known');
  return {
    kind: 'drawn',
    asset: {
      kind: 'text',
      text: visibleText(style === 'blockbuster' ? asset.text.toUpperCase() : asset.text),
      font: {
        size: Math.max(1, Math.round((sizes[size] ?? 0.085) * canvas.height)),
        weight: weights[style] ?? 400,
        color: color ?? '#ffffff',
      },
      ...alignmentOf(position),
      background: { color: background ?? 'transparent', padding: Math.round(0.03 * canvas.height) },
    },
  };
}
