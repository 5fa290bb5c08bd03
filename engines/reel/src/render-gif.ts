/**
 * Makes gifs. The colors of a palette are only known when every frame is: the frames go into a lossless file first, and are painted with the
 * palette from there, so that memory does not grow with the length.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineFile, outputFileName } from '@reelyard/contracts';
import { lastLines, runFfmpeg } from '../../src/run-ffmpeg.ts';
import { type MovingOutput, gifArgv, paletteArgv } from './encoder-argv.ts';
import { EngineFailure } from './failure.ts';
import { type RenderSetting, clockOf, renderVideo } from './render-mp4.ts';

export type GifOutput = Extract<MovingOutput, { kind: 'gif' }>;

async function run({ ffmpeg, signal }: RenderSetting, argv: readonly string[]): Promise<void> {
  const { code, log } = await runFfmpeg(ffmpeg, argv, signal);
  if (code !== 0) throw new EngineFailure('retry', 'encoder_failed', lastLines(log));
}

export async function renderGif(setting: RenderSetting, output: GifOutput): Promise<EngineFile> {
  const { composition, scratch, out } = setting;
  const name = outputFileName(output);
  const files = {
    frames: join(scratch, `${name}.mkv`),
    palette: join(scratch, `${name}.png`),
    path: join(out, name),
  };
  const clock = clockOf(composition, output);
  const whole = { output, clock, audio: undefined, name: `${name}.mkv` };
  const file = await renderVideo({ ...setting, out: scratch }, whole);
  await run(setting, paletteArgv(files.frames, files.palette));
  await run(setting, gifArgv(files, output.loop ?? true));
  for (const path of [files.frames, files.palette]) rmSync(path, { force: true });
  return { ...file, name };
}
