/** Captions from an SRT or VTT file. What would have to be transcribed is refused. */
import { aliasOf } from './aliases.ts';
import { withOpacity } from './colors.ts';
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { type RichStyle, richTextStyle } from './rich-text-asset.ts';
import { clamp, colorOr, strokeWidth } from './text-asset.ts';

interface Caption {
  readonly src: string;
  readonly font?: {
    readonly family?: string;
    readonly color?: string;
    readonly opacity?: number;
    readonly size?: number;
    readonly lineHeight?: number;
    readonly stroke?: string;
    readonly strokeWidth?: number;
  };
  readonly background?: {
    readonly color?: string;
    readonly opacity?: number;
    readonly padding?: number;
    readonly borderRadius?: number;
  };
  readonly margin?: { readonly top?: number; readonly left?: number; readonly right?: number };
  readonly trim?: number;
  readonly speed?: number;
}

function sourceOf({ path, report }: ClipContext, src: string): { src: string; format: 'srt' | 'vtt' } {
  const at = [...path, 'asset', 'src'];
  const extension = /\.([a-z0-9]+)(?:[?#]|$)/iu.exec(src.split(/[?#]/u)[0] ?? '')?.[1]?.toLowerCase();
  if (aliasOf(src) !== undefined)
    report.refuse(at, 'unsupported_asset', 'asks to transcribe a clip; name an SRT or VTT file');
  else if (extension !== 'srt' && extension !== 'vtt')
    report.refuse(
      at,
      'unsupported_asset',
      'is no SRT or VTT file by its name; other files would have to be transcribed',
    );
  return { src, format: extension === 'vtt' ? 'vtt' : 'srt' };
}

function fontOf({ path, fonts, report }: ClipContext, font: Caption['font'] = {}) {
  const at = [...path, 'asset', 'font'];
  const resolved = fonts.resolve(font.family, [...at, 'family']);
  return {
    family: resolved.family,
    size: clamp(font.size ?? 32, 1, 2_048),
    color: withOpacity(colorOr(font.color, '#ffffff', [...at, 'color'], report), font.opacity),
    lineHeight: clamp(font.lineHeight ?? 1.2, 0.5, 4),
    ...(resolved.weight === undefined ? {} : { weight: resolved.weight }),
  };
}

/** Margins are shares of the viewport that the text keeps free. */
function boxOf({ canvas, path, report }: ClipContext, margin: Caption['margin']) {
  if (!margin) return {};
  const { top = 0, left = 0, right = 0 } = margin;
  report.lose([...path, 'asset', 'margin'], 'approximated', 'margins narrow the box, which keeps its place');
  return { width: Math.max(1, canvas.width * (1 - left - right)), height: Math.max(1, canvas.height * (1 - top)) };
}

function strokeOf({ path, report }: ClipContext, { stroke, strokeWidth: width }: NonNullable<Caption['font']>) {
  const at = [...path, 'asset', 'font'];
  if (stroke === undefined) {
    if (width) report.note([...at, 'strokeWidth'], 'ignored', 'has no color');
    return {};
  }
  const color = colorOr(stroke, '#000000', [...at, 'stroke'], report);
  return width === 0 ? {} : { stroke: { color, width: strokeWidth(width ?? 1) } };
}

function backgroundOf({ path, report }: ClipContext, background: NonNullable<Caption['background']>) {
  const { color = '#000000', opacity = 0.8, padding = 10, borderRadius = 4 } = background;
  const named = colorOr(color, '#000000', [...path, 'asset', 'background', 'color'], report);
  return { background: { color: withOpacity(named, opacity), padding, radius: borderRadius } };
}

export function convertCaption(context: ClipContext): ConvertedAsset {
  const { clip, path, report } = context;
  const asset = clip.asset as unknown as Caption;
  const at = [...path, 'asset'];
  const { font = {}, background = {}, speed = 1, trim = 0 } = asset;
  if (speed !== 1) report.refuse([...at, 'speed'], 'unsupported', 'captions keep their own time');
  if (trim < 0) report.refuse([...at, 'trim'], 'too_small', 'must be at least 0');
  return {
    kind: 'drawn',
    ...boxOf(context, asset.margin),
    asset: {
      kind: 'captions',
      ...sourceOf(context, asset.src),
      ...(trim > 0 ? { trim } : {}),
      font: fontOf(context, font),
      align: 'center',
      valign: 'bottom',
      ...strokeOf(context, font),
      ...backgroundOf(context, background),
    },
  };
}

interface RichCaption extends RichStyle {
  readonly src: string;
  readonly active?: unknown;
  readonly animation?: { readonly style?: string };
}

export function convertRichCaption(context: ClipContext): ConvertedAsset {
  const { clip, path, report } = context;
  const asset = clip.asset as unknown as RichCaption;
  const at = [...path, 'asset'];
  if (asset.active !== undefined)
    report.lose([...at, 'active'], 'unsupported', 'the spoken word looks like the others');
  if (asset.animation && asset.animation.style !== 'none')
    report.lose([...at, 'animation'], 'unsupported', 'captions change line by line, not word by word');
  else if (asset.animation) report.note([...at, 'animation'], 'ignored', 'is none');
  const transform = asset.style?.textTransform;
  if (transform !== undefined && transform !== 'none')
    report.lose([...at, 'style', 'textTransform'], 'unsupported', 'captions are shown as they are written');
  const style = richTextStyle(context, asset, { family: 'Roboto', color: '#ffffff', vertical: 'bottom' });
  return { kind: 'drawn', asset: { kind: 'captions', ...sourceOf(context, asset.src), ...style } };
}
