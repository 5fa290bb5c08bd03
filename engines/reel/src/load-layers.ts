/** Makes the layers of a composition, bottom first: reads images, lays out text, and prepares (but does not start) video decoders. */
import { type Clip, type Composition, asTicks, clipEnd, toPointer, toSeconds } from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';
import { type FrameClock } from './frame-clock.ts';
import { boxToRect } from './geometry.ts';
import { type Layer } from './layer.ts';
import { type TimedClip } from './layer-state.ts';
import { type MediaLibrary } from './media-library.ts';
import { captionsSource } from './source-captions.ts';
import { filteredSource } from './source-filtered.ts';
import { keyedSource } from './source-keyed.ts';
import { matteClip, mattedSource } from './source-matted.ts';
import { imageSource, svgSource } from './source-image.ts';
import { colorSource, shapeSource } from './source-shape.ts';
import { textSource } from './source-text.ts';
import { videoSource } from './source-video.ts';
import { type Source } from './source.ts';

export interface LayerSetting {
  readonly composition: Composition;
  readonly library: MediaLibrary;
  readonly clock: FrameClock;
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
}

function videoLayerSource(setting: LayerSetting, timed: TimedClip, pointer: string): Source {
  const { clip } = timed;
  if (clip.asset.kind !== 'video') throw new TypeError('only a video has a video source');
  const { library, clock, ffmpeg, signal, composition } = setting;
  const at = `${pointer}/src`;
  const stream = library.getInfo(clip.asset.src, at).streams.find(({ kind }) => kind === 'video');
  if (!stream) throw new EngineFailure('permanent', 'no_video', `${clip.asset.src} has no video`, at);
  const box = boxToRect(clip.box, composition.canvas, clip.scale);
  const mediaSeconds = toSeconds(library.findLength(clip.asset.src) ?? asTicks(0));
  const path = library.paths[clip.asset.src] ?? '';
  return videoSource({ timed, asset: clip.asset, path, stream, mediaSeconds, box, clock, ffmpeg, pointer: at, signal });
}

type Request = LayerSetting & { readonly timed: TimedClip; readonly pointer: string };

function textLayerSource({ timed, composition, library, clock, pointer }: Request): Source {
  const { clip } = timed;
  const { asset } = clip;
  const common = {
    box: boxToRect(clip.box, composition.canvas),
    scale: clip.scale ?? 1,
    faces: composition.fonts,
    pointer,
  };
  if (asset.kind === 'text') return textSource({ ...common, asset });
  if (asset.kind === 'captions')
    return captionsSource({ ...common, asset, cues: library.getCues(asset.src), timed, clock });
  throw new TypeError('only texts and captions have letters');
}

async function loadSource(request: Request): Promise<Source | undefined> {
  const { timed, pointer, composition, library } = request;
  const { clip } = timed;
  const { asset } = clip;
  const box = boxToRect(clip.box, composition.canvas, clip.scale);
  switch (asset.kind) {
    case 'text':
    case 'captions':
      return textLayerSource(request);
    case 'color':
      return colorSource(asset, box);
    case 'shape':
      return shapeSource(asset, box, clip.scale ?? 1, pointer);
    case 'svg':
      return svgSource(clip, asset.markup, box, pointer);
    case 'image':
      return imageSource(clip, library.paths[asset.src] ?? '', box, `${pointer}/src`);
    case 'video':
      return videoLayerSource(request, timed, pointer);
    case 'audio':
      return undefined;
  }
}

/** The source as its key and its matte leave it. */
async function cutSource(request: Request, source: Source): Promise<Source> {
  const { timed, composition } = request;
  const { clip } = timed;
  const keyed = keyedSource(source, clip.key);
  if (clip.matte === undefined) return keyed;
  const mask = { ...timed, clip: matteClip(clip, clip.matte) };
  const matte = await loadSource({ ...request, timed: mask, pointer: request.pointer.replace(/asset$/, 'matte') });
  const box = boxToRect(clip.box, composition.canvas, clip.scale);
  return matte === undefined ? keyed : mattedSource(keyed, matte, clip.matte, box);
}

const isCut = ({ key, matte }: Pick<Clip, 'key' | 'matte'>): boolean => key !== undefined || matte !== undefined;

/** Hides whatever is beneath it once it is all there. */
function hidesCanvas({ asset, box, opacity, scale = 1, fit, ...clip }: Clip): boolean {
  if (isCut(clip) || scale < 1 || (asset.kind !== 'color' && fit !== 'cover' && fit !== 'fill')) return false;
  const isPicture = asset.kind === 'image' || asset.kind === 'video' || asset.kind === 'color';
  const isCentered = box.anchor === 'center' && box.x === 0.5 && box.y === 0.5;
  return isPicture && isCentered && box.width >= 1 && box.height >= 1 && opacity === 1;
}

/** A neighbor that fades in over the end of this clip and hides it: then this one need not fade out. */
function isCoveredByNext(clip: Clip, end: number, next: Clip | undefined): boolean {
  if (clip.exit?.effect !== 'fade' || next?.enter?.effect !== 'fade' || typeof next.start !== 'number') return false;
  return next.start < end && next.start + next.enter.duration >= end && hidesCanvas(next);
}

function timeClip(clip: Clip, next: Clip | undefined, pointer: string): TimedClip {
  const end = clipEnd(clip);
  if (typeof clip.start !== 'number' || end === undefined) {
    throw new EngineFailure('permanent', 'time_unknown', 'has no start or length, even with its media known', pointer);
  }
  return { clip, start: clip.start, length: end - clip.start, canFadeOut: !isCoveredByNext(clip, end, next) };
}

export async function loadLayers(setting: LayerSetting): Promise<readonly Layer[]> {
  const { composition, clock } = setting;
  const from = (clock.firstFrame * clock.fps.den * 90_000) / clock.fps.num;
  const to = ((clock.firstFrame + clock.frameCount) * clock.fps.den * 90_000) / clock.fps.num;
  const layers: Layer[] = [];
  for (const [trackIndex, track] of composition.tracks.entries()) {
    for (const [clipIndex, clip] of track.clips.entries()) {
      const pointer = toPointer(['tracks', trackIndex, 'clips', clipIndex]);
      const timed = timeClip(clip, track.clips[clipIndex + 1], pointer);
      if (timed.start + timed.length <= from || timed.start >= to) continue;
      if (clip.scale === 0) continue;
      const request = { ...setting, timed, pointer: `${pointer}/asset` };
      const source = await loadSource(request);
      const rect = boxToRect(clip.box, composition.canvas, clip.scale);
      if (source) layers.push({ timed, source: filteredSource(await cutSource(request, source), clip), rect });
    }
  }
  return layers;
}
