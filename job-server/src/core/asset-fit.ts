/** Whether media can be what a composition shows it as. What the probe could not tell is left to the engine. */
import {
  type AssetRow,
  type Composition,
  type MediaKind,
  type MediaStream,
  type ProblemItem,
  ticksPerSecond,
} from '@reelyard/contracts';

type Misfit = Omit<ProblemItem, 'pointer'>;

/** @returns why not, as a predicate for the reference */
export function findMisfit(kind: MediaKind, asset: AssetRow): Misfit | undefined {
  const { probe, id, contentType } = asset;
  if (probe === undefined) return undefined;
  const has = (one: MediaStream['kind']): boolean => probe.streams.some((stream) => stream.kind === one);
  const isFit = {
    // A GIF counts as an image to the probe and moves all the same.
    video: has('video') || (has('image') && probe.container === 'GIF'),
    audio: has('audio'),
    // Drawings have no streams.
    image: has('image') || (probe.streams.length === 0 && contentType.startsWith('image/')),
    captions: !['video', 'audio', 'image'].some((one) => has(one as MediaStream['kind'])),
    font: probe.streams.length === 0,
  }[kind];
  if (isFit) return undefined;
  const found = probe.streams.map((stream) => [stream.kind, stream.codec].filter(Boolean).join(' ')).join(', ');
  const what = found === '' ? (probe.container ?? 'no media that is known') : found;
  return { code: 'asset_kind_mismatch', detail: `${id} has no ${kind}: it is ${what}` };
}

/** A clip that skips all of its media would show nothing. */
export function findTrimProblem(
  composition: Composition,
  pointer: string,
  { id, probe }: AssetRow,
): ProblemItem | undefined {
  const trim = trimAt(composition, pointer);
  const duration = probe?.durationSeconds;
  if (trim === undefined || duration === undefined || trim / ticksPerSecond < duration) return undefined;
  const detail = `skips ${trim / ticksPerSecond} s of ${id}, which lasts ${duration} s`;
  return { pointer: pointer.replace(/\/src$/, '/trim'), code: 'trim_beyond_media', detail };
}

function trimAt(composition: Composition, pointer: string): number | undefined {
  const clip = /^\/tracks\/(\d+)\/clips\/(\d+)\/asset\/src$/.exec(pointer);
  if (clip) {
    const asset = composition.tracks[Number(clip[1])]?.clips[Number(clip[2])]?.asset;
    return asset !== undefined && 'trim' in asset ? asset.trim : undefined;
  }
  return pointer === '/soundtrack/src' ? composition.soundtrack?.trim : undefined;
}
