/** Makes mp3 files: the mix alone. A composition without sound gives silence of its length. */
import { join } from 'node:path';
import { type EngineFile, outputFileName } from '@reelyard/contracts';
import { lastLines, runFfmpeg } from '../../src/run-ffmpeg.ts';
import { sampleRate } from './audio-graph.ts';
import { type SoundOutput, soundArgv } from './encoder-argv.ts';
import { EngineFailure } from './failure.ts';
import { secondsOf } from './frame-clock.ts';
import { type RenderSetting, audioOf, clockOf } from './render-mp4.ts';

const silence = (seconds: number) => ({
  paths: [],
  graph: `anullsrc=r=${sampleRate}:cl=stereo,atrim=end=${seconds.toFixed(6)}[audio]`,
});

export async function renderSound(setting: RenderSetting, output: SoundOutput): Promise<EngineFile> {
  const { composition, ffmpeg, out, signal } = setting;
  const clock = clockOf(composition, output);
  const seconds = secondsOf(clock, clock.frameCount);
  const name = outputFileName(output);
  const audio = (await audioOf(setting, clock, 0)) ?? silence(seconds);
  const { code, log } = await runFfmpeg(ffmpeg, soundArgv(audio, output, join(out, name)), signal);
  if (code !== 0) throw new EngineFailure('retry', 'encoder_failed', lastLines(log));
  setting.onFrame(1);
  return { name, kind: 'mp3', durationSeconds: seconds, audio: true };
}
