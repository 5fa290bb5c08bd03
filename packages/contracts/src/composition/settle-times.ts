/**
 * Settles `auto` and `end`. Pure and repeatable: called once without media when a composition is accepted, and again by the engine with
 * what it probed. What cannot be known yet stays as it is.
 */
import { type Clip } from './clip.ts';
import { type Composition } from './composition.ts';
import { type Ticks, asTicks, toTicks } from './ticks.ts';

/** How long the media behind a source is, if that is known. */
export type MediaLengths = (src: string) => Ticks | undefined;

/** `auto` length of what has no length of its own. */
const stillLength = toTicks(3);

function settleLength(clip: Clip, media: MediaLengths): Clip['length'] {
  const { length, asset } = clip;
  if (length !== 'auto') return length;
  if (asset.kind !== 'video' && asset.kind !== 'audio' && asset.kind !== 'captions') return stillLength;
  const known = media(asset.src);
  const speed = 'speed' in asset ? (asset.speed ?? 1) : 1;
  return known === undefined ? 'auto' : asTicks(Math.max(0, known - asset.trim) / speed);
}

/** The end of a clip, or undefined while it is open. */
export function clipEnd(clip: Clip): Ticks | undefined {
  return typeof clip.start === 'number' && typeof clip.length === 'number'
    ? asTicks(clip.start + clip.length)
    : undefined;
}

function settleStarts(clips: readonly Clip[]): Clip[] {
  let previousEnd: Ticks | undefined = toTicks(0);
  return clips.map((clip) => {
    const start: Clip['start'] = clip.start === 'auto' ? (previousEnd ?? 'auto') : clip.start;
    const settled = { ...clip, start };
    previousEnd = clipEnd(settled);
    return settled;
  });
}

/** The end of the last clip whose end is its own; undefined while any such clip is open. */
function settledEnd(clips: readonly Clip[]): Ticks | undefined {
  const own = clips.filter((clip) => clip.length !== 'end');
  const ends = own.map(clipEnd);
  if (ends.some((end) => end === undefined)) return undefined;
  return asTicks(ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0));
}

function settleEnd(clip: Clip, end: Ticks): Clip {
  if (clip.length !== 'end' || clip.start === 'auto') return clip;
  return { ...clip, length: asTicks(Math.max(0, end - clip.start)) };
}

export function settleTimes(composition: Composition, media: MediaLengths = () => undefined): Composition {
  const tracks = composition.tracks.map((track) => ({
    clips: settleStarts(track.clips.map((clip) => ({ ...clip, length: settleLength(clip, media) }))),
  }));
  const end = settledEnd(tracks.flatMap((track) => track.clips));
  if (end === undefined) return { ...composition, tracks };
  return {
    ...composition,
    tracks: tracks.map((track) => ({ clips: track.clips.map((clip) => settleEnd(clip, end)) })),
  };
}

/** How long the composition is, or undefined while media that was not probed decides it. */
export function compositionLength(composition: Composition): Ticks | undefined {
  const ends = composition.tracks.flatMap((track) => track.clips).map(clipEnd);
  if (ends.some((end) => end === undefined)) return undefined;
  return asTicks(ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0));
}
