/** The command line that turns a video into raw frames of one size and rate. Pure. */
import { type Clip } from '@reelyard/contracts';
import { mediaOnly } from '../../src/probe-media.ts';
import { type Rect, type Size } from './geometry.ts';
import { type FrameClock, secondsOf } from './frame-clock.ts';

export interface DecoderRequest {
  readonly path: string;
  /** Where in the media the first frame lies. */
  readonly fromSeconds: number;
  /** Frames a second of the media, 1 when it does not say. */
  readonly mediaFps: number;
  readonly seconds: number;
  readonly clock: FrameClock;
  /** Times as fast as recorded. */
  readonly speed: number;
  /** The part of the media that is shown, in its own pixels; undefined for all of it. */
  readonly crop: Rect | undefined;
  /** The whole picture relative to the frame that is cut out of it. */
  readonly picture: Rect;
  readonly frame: Size;
  readonly flip: Clip['flip'];
  /** Untagged HD is taken for bt709: that is what made it. */
  readonly isUntaggedHd: boolean;
}

/** A frame whose time was rounded down must not fall before the seek. */
const seekSlack = 0.002;

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

/**
 * Frames to decode before the first that is wanted. A seek drops every picture before its instant, also the one that is still on the
 * screen then; so it goes back by whole frames of the output, which keeps a later start on the same grid as an earlier one.
 */
export function leadFrames({ fromSeconds, clock, mediaFps, speed }: DecoderRequest): number {
  const rate = clock.fps.num / clock.fps.den / speed;
  return Math.min(Math.floor(fromSeconds * rate + 1e-6), Math.ceil(rate / Math.max(1, mediaFps)) + 1);
}

export function decoderArgv(request: DecoderRequest): readonly string[] {
  const { path, fromSeconds, seconds, clock, picture, flip, speed, crop } = request;
  const part = visiblePart(request);
  const lead = leadFrames(request);
  const seek = Math.max(0, fromSeconds - secondsOf(clock, lead) * speed - seekSlack);
  const filters = [
    ...(speed === 1 ? [] : [`setpts=PTS/${speed}`]),
    `fps=${clock.fps.num}/${clock.fps.den}:start_time=0`,
    ...(lead > 0 ? [`trim=start_frame=${lead}`, 'setpts=PTS-STARTPTS'] : []),
    ...(crop ? [`crop=${crop.width}:${crop.height}:${crop.x}:${crop.y}`] : []),
    `scale=${picture.width}:${picture.height}:flags=bilinear${request.isUntaggedHd ? ':in_color_matrix=bt709' : ''}`,
    `crop=${part.width}:${part.height}:${part.x - picture.x}:${part.y - picture.y}`,
    ...(flip === 'horizontal' || flip === 'both' ? ['hflip'] : []),
    ...(flip === 'vertical' || flip === 'both' ? ['vflip'] : []),
    'format=rgba',
  ];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', ...mediaOnly, '-threads', '2'],
    ...['-ss', seek.toFixed(6), '-i', `file:${path}`, '-t', seconds.toFixed(6)],
    ...['-map', '0:v:0', '-an', '-sn', '-vf', filters.join(','), '-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'],
  ];
}
