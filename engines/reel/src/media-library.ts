/** The staged media of a job: where each source lies, and what is in it. Every file is probed once. */
import { existsSync, readFileSync } from 'node:fs';
import { type AssetReference, type Composition, type Ticks, listAssets, toTicks } from '@reelyard/contracts';
import { type MediaInfo } from '../../src/media-info.ts';
import { probeMedia } from '../../src/probe-media.ts';
import { type Cue, readCues } from './captions.ts';
import { EngineFailure } from './failure.ts';

export interface MediaLibrary {
  /** Staged paths by `src`. */
  readonly paths: Readonly<Record<string, string>>;
  readonly getInfo: (src: string, pointer: string) => MediaInfo;
  /** The lines of a captions file, in order. */
  readonly getCues: (src: string) => readonly Cue[];
  readonly findLength: (src: string) => Ticks | undefined;
  /** The path, when there is sound in it. */
  readonly findSound: (src: string) => string | undefined;
}

/** @param assets `src` → staged path, of the job file; a path that is its own `src` may be left out */
function stagedPath(assets: Readonly<Record<string, string>>, { src, pointer }: AssetReference): string {
  const path = Object.hasOwn(assets, src) ? assets[src] : assets[pointer];
  if (path !== undefined && existsSync(path)) return path;
  throw new EngineFailure('retry', 'asset_not_staged', `${src} was not staged`, pointer);
}

/** A container may last longer than its pictures, by what its sound was padded with; then the pictures count. */
const paddingSeconds = 0.25;

export function mediaSeconds(info: MediaInfo): number {
  const claimed = info.durationSeconds ?? info.readSeconds;
  const video = info.streams.find((stream) => stream.kind === 'video' && !stream.isAttachedPicture);
  const pictured = video?.fps ? info.frames / video.fps : claimed;
  return pictured < claimed && claimed - pictured < paddingSeconds ? pictured : claimed;
}

async function probe(ffmpeg: string, path: string, pointer: string, signal: AbortSignal): Promise<MediaInfo> {
  const found = await probeMedia(ffmpeg, path, signal);
  if (found.kind === 'media') return found.info;
  throw new EngineFailure('permanent', 'media_unreadable', found.detail, pointer);
}

export async function openLibrary(
  composition: Composition,
  assets: Readonly<Record<string, string>>,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<MediaLibrary> {
  const paths: Record<string, string> = {};
  const infos = new Map<string, MediaInfo>();
  const cues = new Map<string, readonly Cue[]>();
  for (const reference of listAssets(composition)) {
    const path = stagedPath(assets, reference);
    paths[reference.src] = path;
    if (reference.kind === 'captions') cues.set(reference.src, readCues(readFileSync(path, 'utf8'), reference.pointer));
    if (reference.kind !== 'video' && reference.kind !== 'audio') continue;
    if (!infos.has(reference.src)) infos.set(reference.src, await probe(ffmpeg, path, reference.pointer, signal));
  }
  return {
    paths,
    getInfo(src, pointer) {
      const info = infos.get(src);
      if (info) return info;
      throw new EngineFailure('permanent', 'media_unreadable', `${src} is no audio or video`, pointer);
    },
    getCues: (src) => cues.get(src) ?? [],
    findLength(src) {
      const info = infos.get(src);
      if (info) return toTicks(mediaSeconds(info));
      const last = cues.get(src)?.at(-1);
      return last && toTicks(last.endSeconds);
    },
    findSound: (src) => (infos.get(src)?.streams.some(({ kind }) => kind === 'audio') ? paths[src] : undefined),
  };
}
