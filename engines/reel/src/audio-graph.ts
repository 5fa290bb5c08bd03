/** Everything that sounds, as one ffmpeg filter graph: 48 kHz stereo, every part at its sample. Pure. */
import { type Clip, type Composition, clipEnd, toSeconds } from '@reelyard/contracts';
import { type GainPoint, gainCurve, gainExpression } from './gain-curve.ts';

export interface AudioPart {
  readonly path: string;
  readonly trimSeconds: number;
  readonly startSeconds: number;
  readonly seconds: number;
  readonly gain: number;
  /** Times as fast as recorded. */
  readonly speed: number;
  /** Stands for `gain` where it moves. */
  readonly curve?: readonly GainPoint[] | undefined;
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
  readonly doesLoop: boolean;
}

/** What was measured of the mix, and what follows from it. */
export interface Mastering {
  /** Of the whole mix, in dB. */
  readonly gainDb: number;
  /** Peaks are held below -1 dBFS. */
  readonly doesLimit: boolean;
}

export const sampleRate = 48_000;

type FindSound = (src: string) => string | undefined;

/** What of a clip is heard, if anything is. */
function partOf(clip: Clip, findSound: FindSound): AudioPart[] {
  const { asset, audio } = clip;
  const end = clipEnd(clip);
  if ((asset.kind !== 'video' && asset.kind !== 'audio') || typeof clip.start !== 'number' || end === undefined)
    return [];
  const path = asset.kind === 'video' && asset.muted ? undefined : findSound(asset.src);
  const curve = gainCurve(clip);
  if (path === undefined || (audio.gain === 0 && !curve)) return [];
  return [
    {
      path,
      curve,
      trimSeconds: toSeconds(asset.trim),
      startSeconds: toSeconds(clip.start),
      seconds: toSeconds(end) - toSeconds(clip.start),
      gain: audio.gain,
      speed: asset.speed ?? 1,
      fadeInSeconds: toSeconds(audio.fadeIn),
      fadeOutSeconds: toSeconds(audio.fadeOut),
      doesLoop: asset.loop,
    },
  ];
}

/** @param findSound the staged path of a source that has sound, undefined for one without */
export function listAudio(composition: Composition, totalSeconds: number, findSound: FindSound): readonly AudioPart[] {
  const parts = composition.tracks.flatMap((track) => track.clips).flatMap((clip) => partOf(clip, findSound));
  const { soundtrack } = composition;
  const path = soundtrack && findSound(soundtrack.src);
  if (soundtrack && path !== undefined && soundtrack.gain > 0) {
    parts.push({
      path,
      trimSeconds: toSeconds(soundtrack.trim),
      startSeconds: 0,
      seconds: totalSeconds,
      gain: soundtrack.gain,
      speed: 1,
      fadeInSeconds: toSeconds(soundtrack.fadeIn),
      fadeOutSeconds: toSeconds(soundtrack.fadeOut),
      doesLoop: soundtrack.loop,
    });
  }
  return parts;
}

const number = (value: number) => String(Number(value.toFixed(6)));

/** One atempo goes from half to double; several in a row go further. */
function tempo(speed: number): string[] {
  if (speed === 1) return [];
  if (speed > 2) return ['atempo=2', ...tempo(speed / 2)];
  return speed < 0.5 ? ['atempo=0.5', ...tempo(speed / 0.5)] : [`atempo=${number(speed)}`];
}

/** A gain that moves is worked out every 10 ms. */
function volume({ gain, curve }: AudioPart): string {
  if (!curve) return `volume=${number(gain)}`;
  return `asetnsamples=n=480:p=0,volume=volume='${gainExpression(curve)}':eval=frame`;
}

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
    ...tempo(part.speed),
    `atrim=end=${number(seconds)}`,
    volume(part),
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
 * @param mastering of the mix before it is cut
 */
export function audioGraph(
  parts: readonly AudioPart[],
  totalSeconds: number,
  range: { readonly start: number; readonly end: number },
  firstInput: number,
  mastering?: Mastering,
): string {
  const chains = parts.map((part, index) => chain(part, firstInput + index, `a${index}`, totalSeconds));
  const labels = parts.map((_, index) => `[a${index}]`).join('');
  const mix =
    parts.length === 1 ? '[a0]' : `${labels}amix=inputs=${parts.length}:duration=longest,volume=${parts.length},`;
  const loud = mastering === undefined ? '' : `${masterChain(mastering)},`;
  const cut = `atrim=start=${number(range.start)}:end=${number(range.end)},asetpts=PTS-STARTPTS[audio]`;
  return [...chains, `${mix}${loud}${cut}`].join(';');
}

/** -1 dBFS as a factor. */
const ceiling = 0.891;

const masterChain = ({ gainDb, doesLimit }: Mastering): string =>
  [`volume=${number(gainDb)}dB`, ...(doesLimit ? [`alimiter=limit=${ceiling}:level=disabled`] : [])].join(',');
