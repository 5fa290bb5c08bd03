/** One job file from start to end: read → probe → settle times → every output in turn. */
import {
  type Composition,
  type CompositionOutput,
  type EngineCapabilities,
  type EngineFile,
  type EngineJob,
  type FrameRange,
  settleTimes,
} from '@reelyard/contracts';
import { registerFonts } from './fonts.ts';
import { EngineFailure } from './failure.ts';
import { openLibrary } from './media-library.ts';
import { readComposition } from './read-composition.ts';
import { type Mp4Output } from './encoder-argv.ts';
import { renderGif } from './render-gif.ts';
import { type RenderSetting, assembleMp4, clockOf, renderMovie, renderSegment } from './render-mp4.ts';
import { renderSound } from './render-sound.ts';
import { renderStill } from './render-still.ts';
import { type Reporter } from './reporter.ts';

export interface JobSetting {
  readonly capabilities: EngineCapabilities;
  readonly ffmpeg: string;
  readonly out: string;
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

type Setting = Omit<RenderSetting, 'onFrame'>;

const framesOf = (composition: Composition, output: CompositionOutput): number =>
  output.kind === 'mp4' || output.kind === 'webm' || output.kind === 'gif'
    ? clockOf(composition, output).frameCount
    : 1;

function renderOutput(
  setting: RenderSetting,
  output: CompositionOutput,
  segments: readonly string[] | undefined,
): Promise<EngineFile> {
  switch (output.kind) {
    case 'mp4':
      return segments ? assembleMp4(setting, output, segments) : renderMovie(setting, output);
    case 'webm':
      return renderMovie(setting, output);
    case 'gif':
      return renderGif(setting, output);
    case 'mp3':
      return renderSound(setting, output);
    case 'poster':
    case 'still':
      return renderStill(setting, output);
  }
}

/** @param segments set for an assembly: the mp4 is joined from them */
async function renderOutputs(
  setting: Setting,
  reporter: Reporter,
  segments?: readonly string[],
): Promise<EngineFile[]> {
  const { composition } = setting;
  const sizes = composition.outputs.map((output) => framesOf(composition, output));
  const total = sizes.reduce((sum, frames) => sum + frames, 0);
  const files: EngineFile[] = [];
  let done = 0;
  for (const [index, output] of composition.outputs.entries()) {
    const before = done;
    const onFrame = (frames: number) => reporter.progress(before + frames, total);
    files.push(await renderOutput({ ...setting, onFrame }, output, segments));
    done += sizes[index] ?? 0;
    reporter.progress(done, total);
  }
  return files;
}

/** Segments are of the one moving picture that the composition asks for. */
function getOnlyMp4({ composition }: Setting): Mp4Output {
  const [only, ...others] = composition.outputs.filter((output) => output.kind === 'mp4');
  if (only && others.length === 0) return only;
  throw new EngineFailure('permanent', 'unsupported', 'segments need exactly one mp4 output', '/outputs');
}

async function renderRange(setting: Setting, reporter: Reporter, range: FrameRange | undefined): Promise<EngineFile[]> {
  if (!range) throw new EngineFailure('permanent', 'job_unreadable', 'a segment needs a range', '/range');
  const onFrame = (frames: number) => reporter.progress(frames, range.frameCount);
  return [await renderSegment({ ...setting, onFrame }, getOnlyMp4(setting), range)];
}

export async function renderJob(job: EngineJob, setting: JobSetting): Promise<readonly EngineFile[]> {
  const { capabilities, ffmpeg, out, scratch, signal, reporter } = setting;
  const accepted = readComposition(job.composition, capabilities);
  const library = await openLibrary(accepted, job.assets, ffmpeg, signal);
  registerFonts(accepted.fonts, library.paths);
  const composition = settleTimes(accepted, library.findLength);
  const render = { composition, library, ffmpeg, out, scratch, signal };
  switch (job.task) {
    case 'whole':
      return renderOutputs(render, reporter);
    case 'segment':
      return renderRange(render, reporter, job.range);
    case 'assembly':
      getOnlyMp4(render);
      return renderOutputs(render, reporter, job.segments ?? []);
  }
}
