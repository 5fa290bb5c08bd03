/**
 * The parts of the mix as they are to sound: the soundtrack ducked under speech, and the gain that brings the whole to its loudness. Both are measured
 * on the whole composition, so a range and a segment sound as they do in the whole. Invariant: without `ducking` and `loudness` nothing is measured.
 */
import { type Composition } from '@reelyard/contracts';
import { type AudioPart, type Mastering, audioGraph, listAudio } from './audio-graph.ts';
import { duckingCurve } from './ducking.ts';
import { type Sounding, findSpeech, measureLoudness } from './measure-sound.ts';
import { type MediaLibrary } from './media-library.ts';

export interface MasteredMix {
  readonly parts: readonly AudioPart[];
  readonly mastering?: Mastering;
}

export interface MixSetting {
  /** Times settled with what the media says. */
  readonly composition: Composition;
  readonly library: MediaLibrary;
  readonly ffmpeg: string;
  readonly signal: AbortSignal;
}

/** Undefined: nothing sounds. */
export async function masterMix(setting: MixSetting, totalSeconds: number): Promise<MasteredMix | undefined> {
  const { composition, library } = setting;
  const listed = listAudio(composition, totalSeconds, library.findSound);
  if (listed.length === 0) return undefined;
  const parts = await duck(setting, listed, totalSeconds);
  const target = composition.soundtrack?.loudness;
  if (target === undefined) return { parts };
  const { lufs, peakDb } = await measureLoudness(sounding(setting, parts, totalSeconds));
  if (lufs <= SILENT_LUFS) return { parts };
  const gainDb = target - lufs;
  return { parts, mastering: { gainDb, doesLimit: peakDb + gainDb > CEILING_DB } };
}

/** The gate of EBU R128: what is below counts as silence. */
const SILENT_LUFS = -69.9;
const CEILING_DB = -1;

/** The soundtrack is the last part; everything else counts as speech. */
async function duck(
  setting: MixSetting,
  parts: readonly AudioPart[],
  totalSeconds: number,
): Promise<readonly AudioPart[]> {
  const { composition, library } = setting;
  const { ducking, src } = composition.soundtrack ?? {};
  const music = parts.at(-1);
  const voices = parts.slice(0, -1);
  if (ducking === undefined || ducking === 0 || src === undefined || !music || voices.length === 0) return parts;
  if (library.findSound(src) === undefined || (composition.soundtrack?.gain ?? 0) === 0) return parts;
  const speech = await findSpeech(sounding(setting, voices, totalSeconds), totalSeconds);
  if (speech.length === 0) return parts;
  return [...voices, { ...music, curve: duckingCurve(speech, music.gain, 10 ** (ducking / 20)) }];
}

const sounding = ({ ffmpeg, signal }: MixSetting, parts: readonly AudioPart[], totalSeconds: number): Sounding => ({
  ...{ ffmpeg, signal },
  paths: parts.map(({ path }) => path),
  graph: audioGraph(parts, totalSeconds, { start: 0, end: totalSeconds }, 0),
});
