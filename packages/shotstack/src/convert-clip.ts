/** One clip of an edit as one clip of a composition. */
import { type ClipContext, type ClipInput, type ConvertedAsset, clipSeconds } from './context.ts';
import { convertCaption, convertRichCaption } from './caption-asset.ts';
import { convertEffect } from './effects.ts';
import { convertFilter } from './filters.ts';
import { convertHtml } from './html-asset.ts';
import { convertAudio, convertImage, convertVideo } from './media-asset.ts';
import { placeClip } from './place-clip.ts';
import { convertRichText } from './rich-text-asset.ts';
import { convertShape, convertSvg } from './shape-asset.ts';
import { convertText } from './text-asset.ts';
import { convertTitle } from './title-asset.ts';
import { convertTransition } from './transitions.ts';
import { firstValue, tweensToAnimation } from './tweens.ts';

const converters: Readonly<Record<string, (context: ClipContext) => ConvertedAsset>> = {
  video: convertVideo,
  image: convertImage,
  audio: convertAudio,
  text: convertText,
  'rich-text': convertRichText,
  title: convertTitle,
  html: convertHtml,
  caption: convertCaption,
  'rich-caption': convertRichCaption,
  shape: convertShape,
  svg: convertSvg,
};

/** Why the other assets are refused. */
const refusals: Readonly<Record<string, string>> = {
  html5: 'HTML with scripts needs a browser',
  luma: 'what a luma clip cuts of the other clips is not imported; a clip of a composition takes a matte',
  'text-to-image': 'asks to generate an image',
  'image-to-video': 'asks to generate a video',
  'text-to-speech': 'asks to generate speech',
};

function convertAsset(context: ClipContext): ConvertedAsset | undefined {
  const { type } = context.clip.asset;
  const convert = Object.hasOwn(converters, type) ? converters[type] : undefined;
  if (convert) return convert(context);
  context.report.refuse(
    [...context.path, 'asset', 'type'],
    'unsupported_asset',
    refusals[type] ?? `${type} is not known`,
  );
  return undefined;
}

function timesOf({ clip, path, report }: ClipContext): Pick<ClipInput, 'start' | 'length'> {
  if (clip.length === 0) report.refuse([...path, 'length'], 'too_small', 'leaves the clip no time');
  return { start: clip.start as ClipInput['start'] & string, length: clip.length as ClipInput['length'] & string };
}

function animated(context: ClipContext, property: 'opacity' | 'rotate') {
  const { clip, path, report } = context;
  const value = property === 'opacity' ? clip.opacity : clip.transform?.rotate?.angle;
  const place = property === 'opacity' ? ['opacity'] : ['transform', 'rotate', 'angle'];
  const initial = property === 'opacity' ? 1 : 0;
  const animation = tweensToAnimation(value, {
    property,
    initial,
    clipSeconds: clipSeconds(clip),
    path: [...path, ...place],
    report,
  });
  const first = firstValue(value, initial);
  if (property === 'opacity' && (first < 0 || first > 1))
    report.refuse([...path, 'opacity'], 'out_of_range', 'must be from 0 to 1');
  return { animation, first };
}

function transformOf(context: ClipContext): Pick<ClipInput, 'rotate' | 'flip' | 'opacity' | 'animate'> {
  const { clip, path, report } = context;
  const { skew, flip } = clip.transform ?? {};
  for (const axis of ['x', 'y'] as const) {
    const value = skew?.[axis];
    if (value !== undefined && value !== 0)
      report.lose([...path, 'transform', 'skew', axis], 'unsupported', 'clips are not skewed');
  }
  const opacity = animated(context, 'opacity');
  const rotate = animated(context, 'rotate');
  const flips = { none: '', horizontal: flip?.horizontal ? 'h' : '', vertical: flip?.vertical ? 'v' : '' };
  const kind = ({ '': 'none', h: 'horizontal', v: 'vertical', hv: 'both' } as const)[
    `${flips.horizontal}${flips.vertical}` as ''
  ];
  return {
    ...(rotate.first === 0 ? {} : { rotate: rotate.first }),
    ...(opacity.first === 1 ? {} : { opacity: opacity.first }),
    ...((kind as string) === 'none' ? {} : { flip: kind }),
    animate: [opacity.animation, rotate.animation].filter((animation) => animation !== undefined),
  };
}

/** Fields that only name a clip. */
function noteNames({ clip, path, report }: ClipContext): void {
  if (clip.id !== undefined) report.note([...path, 'id'], 'ignored', 'names the clip for an editor');
  if (clip.alias !== undefined) report.note([...path, 'alias'], 'ignored', 'is resolved; composition/1 has no aliases');
}

/** What is heard alone has no picture to move. */
const pictureFields = [
  'fit',
  'scale',
  'width',
  'height',
  'position',
  'offset',
  'transition',
  'effect',
  'filter',
  'opacity',
  'transform',
] as const;

function convertHeard(context: ClipContext, converted: ConvertedAsset): ClipInput {
  const { clip, path, report } = context;
  for (const field of pictureFields) {
    if (clip[field] !== undefined) report.note([...path, field], 'ignored', 'audio has no picture');
  }
  return { ...timesOf(context), asset: converted.asset, ...converted.clip };
}

function noteUnusedFit({ clip, path, report }: ClipContext, { kind }: ConvertedAsset): void {
  if (kind === 'drawn' && clip.fit !== undefined)
    report.note([...path, 'fit'], 'ignored', 'text and shapes are laid out in their box, not fitted to it');
}

export function convertClip(context: ClipContext): ClipInput | undefined {
  const { clip, path, report } = context;
  noteNames(context);
  const converted = convertAsset(context);
  if (!converted) return undefined;
  if (clip.asset.type === 'audio') return convertHeard(context, converted);
  noteUnusedFit(context, converted);
  const place = placeClip(context, converted);
  const transform = transformOf(context);
  const enter = convertTransition(clip.transition?.in, 'in', [...path, 'transition', 'in'], report);
  const exit = convertTransition(clip.transition?.out, 'out', [...path, 'transition', 'out'], report);
  const filter = convertFilter(clip.filter, [...path, 'filter'], report);
  const animate = [...(converted.clip?.animate ?? []), ...(place.animate ?? []), ...(transform.animate ?? [])];
  const drawn: ClipInput = {
    ...timesOf(context),
    asset: converted.asset,
    ...place,
    ...transform,
    ...(place.opacity === 0 ? { opacity: 0 } : {}),
    ...converted.clip,
    ...(enter ? { enter } : {}),
    ...(exit ? { exit } : {}),
    ...(filter ? { filter: [...filter] } : {}),
    animate,
  };
  return { ...drawn, ...convertEffect(context, converted, drawn) };
}
