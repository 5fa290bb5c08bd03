/** Videos, images and audio. Media that their service would generate is refused: what its `src` shows is a placeholder. */
import { type ClipContext, type ConvertedAsset } from './context.ts';
import { type Animated, type Sides } from './edit.ts';
import { aliasOf } from './aliases.ts';
import { convertSound } from './sound.ts';

interface MediaAsset {
  readonly src?: string;
  readonly prompt?: string;
  readonly model?: string;
  readonly options?: unknown;
  readonly transcode?: boolean;
  readonly trim?: number;
  readonly volume?: Animated;
  readonly volumeEffect?: string;
  readonly effect?: string;
  readonly speed?: number;
  readonly crop?: Sides;
  readonly chromaKey?: { readonly color: string; readonly threshold?: number; readonly halo?: number };
}

/** The address of the media, or a refusal. */
function sourceOf({ path, report }: ClipContext, asset: MediaAsset): string {
  const at = [...path, 'asset'];
  if (asset.prompt !== undefined) report.refuse([...at, 'prompt'], 'unsupported_asset', 'asks to generate media');
  else if (asset.src === undefined) report.refuse([...at, 'src'], 'missing', 'is required');
  else if (aliasOf(asset.src) !== undefined)
    report.refuse([...at, 'src'], 'unsupported_asset', 'is an alias, not media');
  for (const key of ['model', 'options'] as const) {
    if (asset[key] !== undefined) report.note([...at, key], 'ignored', 'matters only to media that is generated');
  }
  if (asset.transcode !== undefined) report.note([...at, 'transcode'], 'ignored', 'every video is decoded anew');
  return asset.src ?? '';
}

/** Their speeds go down to 0, a picture that stands; composition/1 begins at 0.1. */
const slowest = 0.1;

function timing({ path, report }: ClipContext, { trim, speed }: MediaAsset): { trim?: number; speed?: number } {
  if (trim !== undefined && trim < 0) report.refuse([...path, 'asset', 'trim'], 'too_small', 'must be at least 0');
  if (speed !== undefined && speed < slowest)
    report.refuse([...path, 'asset', 'speed'], 'too_small', `must be at least ${slowest}`);
  return {
    ...(trim === undefined || trim === 0 ? {} : { trim }),
    ...(speed === undefined || speed === 1 ? {} : { speed }),
  };
}

function cropOf({ path, report }: ClipContext, crop: Sides | undefined): { crop?: Sides } {
  const { top = 0, right = 0, bottom = 0, left = 0 } = crop ?? {};
  if (top + bottom >= 1 || left + right >= 1) {
    report.refuse([...path, 'asset', 'crop'], 'out_of_range', 'leaves nothing of the picture');
  }
  if (top + right + bottom + left > 0)
    report.lose(
      [...path, 'asset', 'crop'],
      'approximated',
      'the picture keeps its scale, and what is left of it its place',
    );
  return top + right + bottom + left > 0 ? { crop: { top, right, bottom, left } } : {};
}

/** Distances between colors lie between 0 and 255·√3 there, between 0 and 1 here. */
const colorDistance = 255 * Math.sqrt(3);

function keyOf({ path, report }: ClipContext, asset: MediaAsset) {
  if (!asset.chromaKey) return {};
  const { color, threshold = 150, halo = 100 } = asset.chromaKey;
  report.lose([...path, 'asset', 'chromaKey'], 'approximated', 'the edge of the key falls off in a straight line');
  const share = (value: number) => Number((value / colorDistance).toFixed(4));
  return { key: { color, similarity: share(threshold), smoothness: share(halo), space: 'rgb' as const } };
}

export function convertVideo(context: ClipContext): ConvertedAsset {
  const asset = context.clip.asset as MediaAsset;
  return {
    kind: 'media',
    asset: { kind: 'video', src: sourceOf(context, asset), ...timing(context, asset) },
    clip: {
      ...convertSound(context, asset.volume, asset.volumeEffect),
      ...cropOf(context, asset.crop),
      ...keyOf(context, asset),
    },
  };
}

export function convertImage(context: ClipContext): ConvertedAsset {
  const asset = context.clip.asset as MediaAsset;
  return { kind: 'media', asset: { kind: 'image', src: sourceOf(context, asset) }, clip: cropOf(context, asset.crop) };
}

export function convertAudio(context: ClipContext): ConvertedAsset {
  const asset = context.clip.asset as MediaAsset;
  return {
    kind: 'drawn',
    asset: { kind: 'audio', src: sourceOf(context, asset), ...timing(context, asset) },
    clip: convertSound(context, asset.volume, asset.effect),
  };
}
