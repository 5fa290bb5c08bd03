/** Everything that sounds, as one ffmpeg filter graph: 48 kHz stereo, every part at its sample. Pure. */
import { type Composition, clipEnd, toSeconds } from '@reelyard/contracts';

export interface AudioPart {
  readonly path: string;
  readonly trimSeconds: number;
  readonly startSeconds: number;
  readonly seconds: number;
  readonly gain: number;
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
  readonly doesLoop: boolean;
}

export const sampleRate = 48_000;

/** @param findSound the staged path of a source that has sound, undefined for one without */
export function listAudio(
  composition: Composition,
  totalSeconds: number,
  findSound: (src: string) => string | undefined,
): readonly AudioPart[] {
  const parts: AudioPart[] = [];
  for (const clip of composition.tracks.flatMap((track) => track.clips)) {
    const { asset } = clip;
    const end = clipEnd(clip);
    if ((asset.kind !== 'video' && asset.kind !== 'audio') || typeof clip.start !== 'number' || end === undefined)
      continue;
    const path = asset.kind === 'video' && asset.muted ? undefined : findSound(asset.src);
    if (path === undefined || clip.audio.gain === 0) continue;
    parts.push({
      path,
      trimSeconds: toSeconds(asset.trim),
      startSeconds: toSeconds(clip.start),
      seconds: toSeconds(end) - toSeconds(clip.start),
      gain: clip.audio.gain,
      fadeInSeconds: toSeconds(clip.audio.fadeIn),
      fadeOutSeconds: toSeconds(clip.audio.fadeOut),
      doesLoop: asset.loop,
    });
  }
  const { soundtrack } = composition;
  const path = soundtrack && findSound(soundtrack.src);
  if (soundtrack && path !== undefined && soundtrack.gain > 0) {
    parts.push({
      path,
      trimSeconds: toSeconds(soundtrack.trim),
      startSeconds: 0,
      seconds: totalSeconds,
      gain: soundtrack.gain,
      fadeInSeconds: toSeconds(soundtrack.fadeIn),
      fadeOutSeconds: toSeconds(soundtrack.fadeOut),
      doesLoop: soundtrack.loop,
    });
  }
  return parts;
}

const number = (value: number) => String(Number(value.toFixed(6)));

function chain(part: AudioPart, input: number, label: string, totalSeconds: number): string {
  const { fadeInSeconds, fadeOutSeconds, seconds } = part;
  const delay = Math.round(part.startSeconds * sampleRate);
  const trim = `atrim=start=${number(part.trimSeconds)}`;
  const loop = part.doesLoop
    ? [trim, 'asetpts=PTS-STARTPTS', 'aloop=loop=-1:size=2147483647', 'atrim=start=0']
    : [trim];
  const filters = [
    'aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo',
    ...loop,
    'asetpts=PTS-STARTPTS',
    `atrim=end=${number(seconds)}`,
    `volume=${number(part.gain)}`,
    ...(fadeInSeconds > 0 ? [`afade=t=in:st=0:d=${number(fadeInSeconds)}`] : []),
    ...(fadeOutSeconds > 0
      ? [`afade=t=out:st=${number(Math.max(0, seconds - fadeOutSeconds))}:d=${number(fadeOutSeconds)}`]
      : []),
    ...(delay > 0 ? [`adelay=${delay}S|${delay}S`] : []),
    'apad',
    `atrim=end=${number(totalSeconds)}`,
  ];
  return `[${input}:a:0]${filters.join(',')}[${label}]`;
}

/**
 * The graph that mixes the parts to `[audio]`, cut to the range of the output. amix divides by the number of its inputs, which all last the
 * whole time; the volume after it gives that back.
 * @param firstInput number of the first audio input of the command
 */
export function audioGraph(
  parts: readonly AudioPart[],
  totalSeconds: number,
  range: { readonly start: number; readonly end: number },
  firstInput: number,
): string {
  const chains = parts.map((part, index) => chain(part, firstInput + index, `a${index}`, totalSeconds));
  const labels = parts.map((_, index) => `[a${index}]`).join('');
  const mix =
    parts.length === 1 ? '[a0]' : `${labels}amix=inputs=${parts.length}:duration=longest,volume=${parts.length},`;
  const cut = `atrim=start=${number(range.start)}:end=${number(range.end)},asetpts=PTS-STARTPTS[audio]`;
  return [...chains, `${mix}${cut}`].join(';');
}
