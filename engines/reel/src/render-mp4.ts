/** Makes mp4 and webm files: frames into an encoder with the sound that belongs to them, a segment of frames, or segments joined again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Composition,
  type EngineFile,
  type FrameRange,
  compositionLength,
  outputFileName,
  toSeconds,
} from '@reelyard/contracts';
import { audioGraph } from './audio-graph.ts';
import { masterMix } from './master-mix.ts';
import {
  type EncoderRequest,
  type Mp4Output,
  type MovingOutput,
  assemblyArgv,
  concatList,
  encodedSize,
  encoderArgv,
} from './encoder-argv.ts';
import { probeMedia } from '../../src/probe-media.ts';
import { lastLines, runFfmpeg } from '../../src/run-ffmpeg.ts';
import { startEncoder } from './encoder.ts';
import { EngineFailure } from './failure.ts';
import { type FrameClock, aFrameClock, secondsOf } from './frame-clock.ts';
import { loadLayers } from './load-layers.ts';
import { type MediaLibrary } from './media-library.ts';
import { renderFrames } from './render-frames.ts';

export interface RenderSetting {
  /** Times settled with what the media says. */
  readonly composition: Composition;
  readonly library: MediaLibrary;
  readonly ffmpeg: string;
  readonly out: string;
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly onFrame: (frames: number) => void;
}

/** Length of the whole composition in ticks. */
export function lengthOf(composition: Composition): number {
  const length = compositionLength(composition);
  if (length !== undefined && length > 0) return length;
  throw new EngineFailure('permanent', 'time_unknown', 'has no length, even with its media known', '/tracks');
}

export function clockOf(
  composition: Composition,
  output: Pick<MovingOutput, 'range'> & Partial<Pick<MovingOutput, 'fps'>>,
  segment?: FrameRange,
): FrameClock {
  const total = lengthOf(composition);
  const start = Math.min(output.range?.start ?? 0, total - 1);
  const length = Math.min(output.range?.length ?? total, total - start);
  return aFrameClock(output.fps ?? composition.canvas.fps, start, length, segment);
}

/** @param firstInput number of the first audio input of the command */
export async function audioOf(setting: RenderSetting, clock: FrameClock, firstInput = 1) {
  const total = toSeconds(lengthOf(setting.composition) as Parameters<typeof toSeconds>[0]);
  const mix = await masterMix(setting, total);
  if (!mix) return undefined;
  const { parts, mastering } = mix;
  const start = secondsOf(clock, clock.firstFrame);
  const range = { start, end: start + secondsOf(clock, clock.frameCount) };
  return {
    paths: parts.map(({ path }) => path),
    graph: audioGraph(parts, Math.max(total, range.end), range, firstInput, mastering),
  };
}

interface VideoFile {
  readonly output: MovingOutput;
  readonly clock: FrameClock;
  readonly audio: EncoderRequest['audio'];
  readonly name: string;
}

export async function renderVideo(
  setting: RenderSetting,
  { output, clock, audio, name }: VideoFile,
): Promise<EngineFile> {
  const { ffmpeg, signal, out } = setting;
  const { canvas } = setting.composition;
  const layers = await loadLayers({ ...setting, clock });
  const argv = encoderArgv({ canvas, fps: clock.fps, output, audio, path: join(out, name) });
  const encoder = startEncoder(ffmpeg, argv, signal);
  await renderFrames(canvas, layers, clock, async ({ pixels, index }) => {
    await encoder.write(pixels);
    setting.onFrame(index + 1);
  });
  await encoder.finish();
  return describeVideo(setting.composition, { output, clock, audio, name });
}

function describeVideo({ canvas }: Composition, { output, clock, audio, name }: VideoFile): EngineFile {
  const { width, height } = encodedSize({ canvas, output });
  const durationSeconds = secondsOf(clock, clock.frameCount);
  return {
    name,
    kind: output.kind,
    frames: clock.frameCount,
    durationSeconds,
    width,
    height,
    audio: audio !== undefined,
  };
}

/** The whole output, with its sound. */
export async function renderMovie(
  setting: RenderSetting,
  output: Exclude<MovingOutput, { kind: 'gif' }>,
): Promise<EngineFile> {
  const clock = clockOf(setting.composition, output);
  const audio = await audioOf(setting, clock);
  return renderVideo(setting, { output, clock, audio, name: outputFileName(output) });
}

/** Some frames of the output, without sound. */
export async function renderSegment(setting: RenderSetting, output: Mp4Output, range: FrameRange): Promise<EngineFile> {
  const clock = clockOf(setting.composition, output, range);
  if (clock.frameCount !== range.frameCount) {
    const detail = `frames ${range.firstFrame} to ${range.firstFrame + range.frameCount} are not all in the video`;
    throw new EngineFailure('permanent', 'range_outside', detail, '/range');
  }
  const file = await renderVideo(setting, { output, clock, audio: undefined, name: 'segment.mp4' });
  return { ...file, kind: 'segment' };
}

async function measureSegments(setting: RenderSetting, paths: readonly string[], clock: FrameClock) {
  const { ffmpeg, signal } = setting;
  const segments: { path: string; seconds: number }[] = [];
  let frames = 0;
  for (const [index, path] of paths.entries()) {
    const probe = await probeMedia(ffmpeg, path, signal);
    if (probe.kind === 'unreadable') {
      throw new EngineFailure('retry', 'segment_unreadable', probe.detail, `/segments/${index}`);
    }
    segments.push({ path, seconds: secondsOf(clock, probe.info.frames) });
    frames += probe.info.frames;
  }
  if (frames === clock.frameCount) return segments;
  throw new EngineFailure('retry', 'segments_incomplete', `have ${frames} of ${clock.frameCount} frames`, '/segments');
}

/** The whole output out of its segments: video as it is, sound mixed once. */
export async function assembleMp4(
  setting: RenderSetting,
  output: Mp4Output,
  segments: readonly string[],
): Promise<EngineFile> {
  const { composition, ffmpeg, out, scratch, signal } = setting;
  const clock = clockOf(composition, output);
  const audio = await audioOf(setting, clock);
  const name = outputFileName(output);
  const list = join(scratch, 'segments.ffconcat');
  writeFileSync(list, concatList(await measureSegments(setting, segments, clock)));
  const { code, log } = await runFfmpeg(ffmpeg, assemblyArgv({ list, audio, path: join(out, name) }), signal);
  if (code !== 0) throw new EngineFailure('retry', 'assembly_failed', lastLines(log));
  setting.onFrame(clock.frameCount);
  return describeVideo(composition, { output, clock, audio, name });
}
