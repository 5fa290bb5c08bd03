/** The command line that turns raw RGBA frames on standard input and audio files into an mp4. Pure. */
import { type CompositionOutput, type FrameRate } from '@reelyard/contracts';
import { localOnly, mediaOnly } from '../../src/probe-media.ts';
import { type Size } from './geometry.ts';

export type Mp4Output = Extract<CompositionOutput, { kind: 'mp4' }>;

export interface EncoderRequest {
  readonly canvas: Size;
  readonly fps: FrameRate;
  readonly output: Pick<Mp4Output, 'quality' | 'size'>;
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

export function encoderArgv(request: EncoderRequest): readonly string[] {
  const { canvas, fps, audio, output, path } = request;
  const inputs = (audio?.paths ?? []).flatMap((file) => [...mediaOnly, '-i', `file:${file}`]);
  const graph = [`[0:v]${videoFilter(request)}[video]`, ...(audio ? [audio.graph] : [])].join(';');
  const sound = audio ? ['-map', '[audio]', ...aac] : ['-an'];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...[
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-s',
      `${canvas.width}x${canvas.height}`,
      '-framerate',
      `${fps.num}/${fps.den}`,
    ],
    ...['-i', 'pipe:0', ...inputs, '-filter_complex', graph, '-map', '[video]', ...sound],
    ...['-c:v', 'libx264', ...qualities[output.quality], '-pix_fmt', 'yuv420p', '-profile:v', 'high', ...bt709],
    ...mp4File(path),
  ];
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
