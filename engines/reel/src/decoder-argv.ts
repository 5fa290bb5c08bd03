/** The command line that turns a video into raw frames of one size and rate. Pure. */
import { type Clip } from '@reelyard/contracts';
import { localOnly } from '../../src/probe-media.ts';
import { type Rect, type Size } from './geometry.ts';
import { type FrameClock } from './frame-clock.ts';

export interface DecoderRequest {
  readonly path: string;
  /** Where in the media the first frame lies. */
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly clock: FrameClock;
  /** The whole picture relative to the frame that is cut out of it. */
  readonly picture: Rect;
  readonly frame: Size;
  readonly flip: Clip['flip'];
  /** Untagged HD is taken for bt709: that is what made it. */
  readonly isUntaggedHd: boolean;
}

/** The part of the picture that lies inside the frame. */
export function visiblePart({ picture, frame }: Pick<DecoderRequest, 'picture' | 'frame'>): Rect {
  const x = Math.max(0, picture.x);
  const y = Math.max(0, picture.y);
  return {
    x,
    y,
    width: Math.min(frame.width, picture.x + picture.width) - x,
    height: Math.min(frame.height, picture.y + picture.height) - y,
  };
}

export function decoderArgv(request: DecoderRequest): readonly string[] {
  const { path, fromSeconds, seconds, clock, picture, flip } = request;
  const part = visiblePart(request);
  const filters = [
    `fps=${clock.fps.num}/${clock.fps.den}:start_time=0`,
    `scale=${picture.width}:${picture.height}:flags=bilinear${request.isUntaggedHd ? ':in_color_matrix=bt709' : ''}`,
    `crop=${part.width}:${part.height}:${part.x - picture.x}:${part.y - picture.y}`,
    ...(flip === 'horizontal' || flip === 'both' ? ['hflip'] : []),
    ...(flip === 'vertical' || flip === 'both' ? ['vflip'] : []),
    'format=rgba',
  ];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', ...localOnly, '-threads', '2'],
    ...['-ss', fromSeconds.toFixed(6), '-i', `file:${path}`, '-t', seconds.toFixed(6)],
    ...['-map', '0:v:0', '-an', '-sn', '-vf', filters.join(','), '-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'],
  ];
}
