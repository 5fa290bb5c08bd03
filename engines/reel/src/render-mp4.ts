/** Renders one mp4: frames into an encoder, and the sound that belongs to them. */
import { join } from 'node:path';
import {
  type Composition,
  type EngineFile,
  type FrameRange,
  compositionLength,
  outputFileName,
  toSeconds,
} from '@reelyard/contracts';
import { audioGraph, listAudio } from './audio-graph.ts';
import { type Mp4Output, encodedSize, encoderArgv } from './encoder-argv.ts';
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
  output: Pick<Mp4Output, 'fps' | 'range'>,
  segment?: FrameRange,
): FrameClock {
  const total = lengthOf(composition);
  const start = Math.min(output.range?.start ?? 0, total - 1);
  const length = Math.min(output.range?.length ?? total, total - start);
  return aFrameClock(output.fps ?? composition.canvas.fps, start, length, segment);
}

function audioOf(setting: RenderSetting, clock: FrameClock) {
  const total = toSeconds(lengthOf(setting.composition) as Parameters<typeof toSeconds>[0]);
  const parts = listAudio(setting.composition, total, setting.library.findSound);
  if (parts.length === 0) return undefined;
  const start = secondsOf(clock, clock.firstFrame);
  const range = { start, end: start + secondsOf(clock, clock.frameCount) };
  return { paths: parts.map(({ path }) => path), graph: audioGraph(parts, Math.max(total, range.end), range, 1) };
}

export async function renderMp4(setting: RenderSetting, output: Mp4Output): Promise<EngineFile> {
  const { composition, ffmpeg, signal, out } = setting;
  const { canvas } = composition;
  const clock = clockOf(composition, output);
  const audio = audioOf(setting, clock);
  const layers = await loadLayers({ ...setting, clock });
  const name = outputFileName(output);
  const argv = encoderArgv({ canvas, fps: clock.fps, output, audio, path: join(out, name) });
  const encoder = startEncoder(ffmpeg, argv, signal);
  let pixels: Buffer | undefined;
  await renderFrames(canvas, layers, clock, async ({ bitmap, isNew, index }) => {
    if (isNew || !pixels) pixels = bitmap.data();
    await encoder.write(pixels);
    setting.onFrame(index + 1);
  });
  await encoder.finish();
  const { width, height } = encodedSize({ canvas, output });
  const durationSeconds = secondsOf(clock, clock.frameCount);
  return { name, kind: 'mp4', frames: clock.frameCount, durationSeconds, width, height, audio: audio !== undefined };
}
