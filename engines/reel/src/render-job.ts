/** One job file from start to end: read → probe → settle times → every output in turn. */
import { type EngineCapabilities, type EngineFile, type EngineJob, settleTimes } from '@reelyard/contracts';
import { registerFonts } from './fonts.ts';
import { EngineFailure } from './failure.ts';
import { openLibrary } from './media-library.ts';
import { readComposition } from './read-composition.ts';
import { type RenderSetting, clockOf, renderMp4 } from './render-mp4.ts';
import { renderStill } from './render-still.ts';
import { type Reporter } from './reporter.ts';

export interface JobSetting {
  readonly capabilities: EngineCapabilities;
  readonly ffmpeg: string;
  readonly out: string;
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

async function renderOutputs(setting: Omit<RenderSetting, 'onFrame'>, reporter: Reporter): Promise<EngineFile[]> {
  const { outputs } = setting.composition;
  const sizes = outputs.map((output) => (output.kind === 'mp4' ? clockOf(setting.composition, output).frameCount : 1));
  const total = sizes.reduce((sum, frames) => sum + frames, 0);
  const files: EngineFile[] = [];
  let done = 0;
  for (const [index, output] of outputs.entries()) {
    const before = done;
    const onFrame = (frames: number) => reporter.progress(before + frames, total);
    if (output.kind === 'mp4') files.push(await renderMp4({ ...setting, onFrame }, output));
    else if (output.kind === 'poster' || output.kind === 'still')
      files.push(await renderStill({ ...setting, onFrame }, output));
    else
      throw new EngineFailure(
        'permanent',
        'unsupported',
        `${output.kind} is not an output of reel`,
        `/outputs/${index}/kind`,
      );
    done += sizes[index] ?? 0;
    reporter.progress(done, total);
  }
  return files;
}

export async function renderJob(job: EngineJob, setting: JobSetting): Promise<readonly EngineFile[]> {
  const { capabilities, ffmpeg, out, signal, reporter } = setting;
  if (job.task !== 'whole') {
    throw new EngineFailure(
      'permanent',
      'unsupported',
      'segments is not a capability of this version of reel',
      '/task',
    );
  }
  const accepted = readComposition(job.composition, capabilities);
  const library = await openLibrary(accepted, job.assets, ffmpeg, signal);
  registerFonts(accepted.fonts, library.paths);
  const composition = settleTimes(accepted, library.findLength);
  return renderOutputs({ composition, library, ffmpeg, out, signal }, reporter);
}
