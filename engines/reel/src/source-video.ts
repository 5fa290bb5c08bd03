/** A video as a source: a decode pipe that starts with the first frame asked for and follows the frames of the output one by one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { ImageData, createCanvas } from '@napi-rs/canvas';
import { type VideoAsset, toSeconds } from '@reelyard/contracts';
import { type MediaStream } from '../../src/media-info.ts';
import { type DecoderRequest, decoderArgv, visiblePart } from './decoder-argv.ts';
import { EngineFailure } from './failure.ts';
import { type FrameClock, secondsOf, ticksOf } from './frame-clock.ts';
import { type FrameReader, readFrames } from './frame-reader.ts';
import { type Rect, type Size, cropRect, fitInto, fittingOf } from './geometry.ts';
import { type TimedClip, largestZoom } from './layer-state.ts';
import { type Source } from './source.ts';

export interface VideoRequest {
  readonly timed: TimedClip;
  readonly asset: VideoAsset;
  readonly path: string;
  readonly stream: MediaStream;
  /** Length of the media. */
  readonly mediaSeconds: number;
  readonly box: Size;
  readonly clock: FrameClock;
  readonly ffmpeg: string;
  readonly pointer: string;
  readonly signal: AbortSignal;
}

/** The size at which a player would show the video. */
function displaySize(stream: MediaStream): Size {
  const width = Math.round((stream.width ?? 2) * (stream.pixelAspect ?? 1));
  const height = stream.height ?? 2;
  return (stream.quarterTurns ?? 0) % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** A crop in the pixels that ffmpeg sees: turned upright, not yet stretched to square pixels. */
function codedCrop(crop: TimedClip['clip']['crop'], stream: MediaStream): Rect {
  const isTurned = (stream.quarterTurns ?? 0) % 2 === 1;
  const [width, height] = [stream.width ?? 2, stream.height ?? 2];
  return cropRect(crop, isTurned ? { width: height, height: width } : { width, height });
}

interface Decoder {
  readonly child: ChildProcess;
  readonly reader: FrameReader;
}

function startDecoder(request: DecoderRequest, ffmpeg: string, signal: AbortSignal): Decoder {
  const child = spawn(ffmpeg, decoderArgv(request), {
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  });
  child.on('error', () => child.stdout.destroy());
  const part = visiblePart(request);
  return { child, reader: readFrames(child.stdout, part.width * part.height * 4) };
}

function decoderRequest(request: VideoRequest, frame: Size): DecoderRequest {
  const { stream, timed, asset, clock, path } = request;
  const shown = displaySize(stream);
  const crop = timed.clip.crop && cropRect(timed.clip.crop, shown);
  return {
    path,
    frame,
    clock,
    fromSeconds: toSeconds(asset.trim),
    mediaFps: stream.fps ?? 1,
    seconds: timed.length / 90_000 + secondsOf(clock, 2),
    speed: asset.speed ?? 1,
    crop: crop && codedCrop(timed.clip.crop, stream),
    picture: fitInto(fittingOf(timed.clip), crop ?? shown, frame),
    flip: timed.clip.flip,
    isUntaggedHd: stream.colorSpace === undefined && (stream.height ?? 0) >= 720,
  };
}

const laterBy = (request: DecoderRequest, at: number, elapsed: number): DecoderRequest => ({
  ...request,
  fromSeconds: request.fromSeconds + at * request.speed,
  seconds: Math.max(0, request.seconds - elapsed),
});

/** Seconds of media that have passed when a frame of the output is shown. */
const elapsedAt = ({ timed, clock }: VideoRequest, frame: number) =>
  Math.max(0, ticksOf(clock, frame) - timed.start) / 90_000;

/** What these decode to has no transparent pixel. */
const opaqueCodecs: ReadonlySet<string> = new Set([
  'h264',
  'hevc',
  'av1',
  'vp8',
  'vp9',
  'mpeg4',
  'mpeg2video',
  'mjpeg',
]);

/** The box, or more by what motion will show of it. */
function frameOf({ timed, box }: VideoRequest): Size {
  const zoom = largestZoom(timed.clip.motion);
  return { width: Math.round(box.width * zoom), height: Math.round(box.height * zoom) };
}

/** Seconds of the output that the media lasts, from its trim on. */
const periodOf = ({ asset, clock, mediaSeconds }: VideoRequest) =>
  Math.max(secondsOf(clock, 1), (mediaSeconds - toSeconds(asset.trim)) / (asset.speed ?? 1));

/** Where the part lies: it is mirrored within its own picture, so the frame around it must be, too. */
function mirrored(part: Rect, frame: Size, flip: TimedClip['clip']['flip']): Rect {
  const isX = flip === 'horizontal' || flip === 'both';
  const isY = flip === 'vertical' || flip === 'both';
  return {
    ...part,
    x: isX ? frame.width - part.x - part.width : part.x,
    y: isY ? frame.height - part.y - part.height : part.y,
  };
}

export function videoSource(request: VideoRequest): Source {
  const { timed, asset, clock } = request;
  const frame = frameOf(request);
  const whole = decoderRequest(request, frame);
  const part = visiblePart(whole);
  // Without motion there is no window that moves: the part of the box that the video covers is enough.
  const area = timed.clip.motion ? { x: 0, y: 0, ...frame } : part;
  const bitmap = createCanvas(area.width, area.height);
  const context = bitmap.getContext('2d');
  const period = periodOf(request);
  let decoder: Decoder | undefined;
  let nextFrame = -1;
  let pictures = 0;
  let isOver = false;
  // The buffer of the picture on show goes back to the reader only when the next one is: the canvas may not have read it before.
  let shown: Uint8ClampedArray | undefined;
  let picture: ImageData | undefined;
  let isBitmapStale = false;

  const open = (elapsed: number) => {
    decoder?.child.kill('SIGKILL');
    const at = asset.loop ? elapsed % period : Math.min(elapsed, Math.max(0, period - secondsOf(clock, 1)));
    decoder = startDecoder(laterBy(whole, at, elapsed), request.ffmpeg, request.signal);
  };

  const show = async (): Promise<boolean> => {
    const pixels = await decoder?.reader.next();
    if (!pixels) return false;
    if (shown) decoder?.reader.release(shown);
    shown = pixels;
    picture = new ImageData(pixels, part.width, part.height);
    isBitmapStale = true;
    pictures += 1;
    return true;
  };

  const prepare = async (index: number) => {
    if (nextFrame < 0) open(elapsedAt(request, index));
    if (nextFrame < 0) nextFrame = index;
    while (nextFrame <= index && !isOver) {
      nextFrame += 1;
      if (await show()) continue;
      if (pictures === 0) {
        request.signal.throwIfAborted();
        throw new EngineFailure('permanent', 'video_unreadable', 'has no picture that can be decoded', request.pointer);
      }
      if (asset.loop) open(elapsedAt(request, nextFrame - 1));
      isOver = !asset.loop || !(await show());
    }
  };

  return {
    isOpaque: opaqueCodecs.has(request.stream.codec) && part.width * part.height === frame.width * frame.height,
    hasWindow: true,
    get bitmap() {
      if (isBitmapStale && picture) context.putImageData(picture, part.x - area.x, part.y - area.y);
      isBitmapStale = false;
      return bitmap;
    },
    pixels: () => picture,
    place: timed.clip.motion ? { x: 0, y: 0, ...request.box } : mirrored(part, frame, timed.clip.flip),
    pictureAt: () => pictures,
    prepare,
    close: () => void decoder?.child.kill('SIGKILL'),
  };
}
