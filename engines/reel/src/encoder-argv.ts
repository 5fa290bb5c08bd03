/** The command line that turns raw RGBA frames on standard input and audio files into an mp4. Pure. */
import { type CompositionOutput, type FrameRate } from '@reelyard/contracts';
import { localOnly, mediaOnly } from '../../src/probe-media.ts';
import { type Size } from './geometry.ts';

export type Mp4Output = Extract<CompositionOutput, { kind: 'mp4' }>;
export type MovingOutput = Extract<CompositionOutput, { kind: 'mp4' | 'webm' | 'gif' }>;
export type SoundOutput = Extract<CompositionOutput, { kind: 'mp3' }>;

export interface EncoderRequest {
  readonly canvas: Size;
  readonly fps: FrameRate;
  readonly output: Pick<MovingOutput, 'kind' | 'quality' | 'size'>;
  readonly audio: { readonly paths: readonly string[]; readonly graph: string } | undefined;
  /** Where the file goes. */
  readonly path: string;
}

/** standard is x264's own balance of time and size: a video is rendered once and delivered often. draft is for looking, not for keeping. */
const qualities: Record<Mp4Output['quality'], readonly string[]> = {
  draft: ['-preset', 'ultrafast', '-crf', '28'],
  standard: ['-preset', 'medium', '-crf', '21'],
  high: ['-preset', 'slow', '-crf', '17'],
};

const even = (value: number) => value - (value % 2);

/** H.264 with 4:2:0 needs even sides; a canvas with an odd one loses its last row or column. */
export function encodedSize({ canvas, output }: Pick<EncoderRequest, 'canvas' | 'output'>): Size {
  if (output.kind === 'gif') return output.size ?? canvas;
  return output.size ?? { width: even(canvas.width), height: even(canvas.height) };
}

function videoFilter(request: EncoderRequest): string {
  const { width, height } = encodedSize(request);
  const { canvas, output } = request;
  const crop =
    output.size || (width === canvas.width && height === canvas.height) ? '' : `crop=${width}:${height}:0:0,`;
  const size = output.size ? `w=${width}:h=${height}:` : '';
  return `${crop}scale=${size}flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuv420p`;
}

const bt709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];

const aac = ['-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2'];

const mp4File = (path: string) => ['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', `file:${path}`];

const vp9Qualities: Record<Mp4Output['quality'], readonly string[]> = {
  draft: ['-crf', '42', '-cpu-used', '5'],
  standard: ['-crf', '33', '-cpu-used', '3'],
  high: ['-crf', '24', '-cpu-used', '2'],
};

const opus = ['-c:a', 'libopus', '-b:a', '128k', '-ar', '48000', '-ac', '2'];

const webmFile = (path: string) => ['-map_metadata', '-1', '-f', 'webm', `file:${path}`];

/** The frames of a gif on their way to its palette: nothing is lost, and little time. */
const lossless = ['-c:v', 'libx264rgb', '-preset', 'ultrafast', '-qp', '0', '-pix_fmt', 'rgb24', '-f', 'matroska'];

interface Codecs {
  readonly video: readonly string[];
  readonly sound: readonly string[];
}

function codecsOf({ output, path }: EncoderRequest): Codecs {
  const { quality } = output;
  switch (output.kind) {
    case 'mp4': {
      const x264 = ['-c:v', 'libx264', ...qualities[quality], '-pix_fmt', 'yuv420p', '-profile:v', 'high', ...bt709];
      return { video: [...x264, ...mp4File(path)], sound: aac };
    }
    case 'webm': {
      const threads = ['-row-mt', '1', '-tile-columns', '1', '-threads', '2', '-deadline', 'good'];
      const vp9 = ['-c:v', 'libvpx-vp9', '-b:v', '0', ...vp9Qualities[quality], ...threads, '-pix_fmt', 'yuv420p'];
      return { video: [...vp9, ...bt709, ...webmFile(path)], sound: opus };
    }
    case 'gif':
      return { video: [...lossless, `file:${path}`], sound: [] };
  }
}

function rgbFilter({ canvas, output }: EncoderRequest): string {
  const { width, height } = output.size ?? canvas;
  return output.size ? `scale=w=${width}:h=${height}:flags=bicubic,format=rgb24` : 'format=rgb24';
}

export function encoderArgv(request: EncoderRequest): readonly string[] {
  const { canvas, fps, output } = request;
  const audio = output.kind === 'gif' ? undefined : request.audio;
  const codecs = codecsOf(request);
  const inputs = (audio?.paths ?? []).flatMap((file) => [...mediaOnly, '-i', `file:${file}`]);
  const filter = output.kind === 'gif' ? rgbFilter(request) : videoFilter(request);
  const graph = [`[0:v]${filter}[video]`, ...(audio ? [audio.graph] : [])].join(';');
  const sound = audio ? ['-map', '[audio]', ...codecs.sound] : ['-an'];
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${canvas.width}x${canvas.height}`];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y', ...raw, '-framerate', `${fps.num}/${fps.den}`],
    ...['-i', 'pipe:0', ...inputs, '-filter_complex', graph, '-map', '[video]', ...sound],
    ...codecs.video,
  ];
}

const silent = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'];

/** The 256 colors that suit all frames best. */
export const paletteArgv = (frames: string, palette: string): readonly string[] => [
  ...[...silent, ...mediaOnly, '-i', `file:${frames}`],
  ...['-vf', 'palettegen=max_colors=256:stats_mode=full', '-frames:v', '1', '-f', 'image2', `file:${palette}`],
];

/** @param loop false plays once */
export function gifArgv(files: { frames: string; palette: string; path: string }, loop: boolean): readonly string[] {
  const { frames, palette, path } = files;
  const paint = '[0:v][1:v]paletteuse=dither=sierra2_4a:diff_mode=rectangle';
  const inputs = [...mediaOnly, '-i', `file:${frames}`, ...localOnly, '-i', `file:${palette}`];
  return [...silent, ...inputs, '-lavfi', paint, '-loop', loop ? '0' : '-1', '-f', 'gif', `file:${path}`];
}

const bitrates: Record<Mp4Output['quality'], string> = { draft: '96k', standard: '192k', high: '320k' };

/** Sound alone. @param audio inputs are numbered from 0 */
export function soundArgv(
  audio: NonNullable<EncoderRequest['audio']>,
  output: SoundOutput,
  path: string,
): readonly string[] {
  const inputs = audio.paths.flatMap((file) => [...mediaOnly, '-i', `file:${file}`]);
  const mp3 = ['-c:a', 'libmp3lame', '-b:a', bitrates[output.quality], '-ar', '48000', '-ac', '2'];
  const map = ['-filter_complex', audio.graph, '-map', '[audio]', ...mp3, '-map_metadata', '-1'];
  return [...silent, ...inputs, ...map, '-f', 'mp3', `file:${path}`];
}

export interface AssemblyRequest {
  /** A list for the concat demuxer, with the exact length of every segment. */
  readonly list: string;
  readonly audio: EncoderRequest['audio'];
  readonly path: string;
}

/** Joins segments as they are: every one is a closed GOP with the same parameters. The sound is input 1 and up, as when encoding. */
export function assemblyArgv({ list, audio, path }: AssemblyRequest): readonly string[] {
  const inputs = (audio?.paths ?? []).flatMap((file) => [...mediaOnly, '-i', `file:${file}`]);
  const sound = audio ? ['-filter_complex', audio.graph, '-map', '[audio]', ...aac] : ['-an'];
  const segments = [...localOnly, '-f', 'concat', '-safe', '0', '-i', `file:${list}`];
  return [
    ...['-loglevel', 'error', '-y'],
    ...segments,
    ...inputs,
    '-map',
    '0:v',
    ...sound,
    '-c:v',
    'copy',
    ...mp4File(path),
  ];
}

/** @param segments paths and lengths, in order */
export function concatList(segments: readonly { readonly path: string; readonly seconds: number }[]): string {
  const quote = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  const lines = segments.flatMap(({ path, seconds }) => [
    `file ${quote(`file:${path}`)}`,
    `duration ${seconds.toFixed(6)}`,
  ]);
  return ['ffconcat version 1.0', ...lines, ''].join('\n');
}
