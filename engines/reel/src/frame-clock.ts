/** The frames of one output: which there are, and which instant each one shows. */
import { type FrameRate, type FrameRange, firstFrameAt, frameTicks } from '@reelyard/contracts';

export interface FrameClock {
  readonly fps: FrameRate;
  /** Of the whole composition: frame 0 shows the first instant. */
  readonly firstFrame: number;
  readonly frameCount: number;
}

export const ticksOf = (clock: FrameClock, frame: number): number => frameTicks(frame, clock.fps);

export const secondsOf = (clock: FrameClock, frames: number): number => (frames * clock.fps.den) / clock.fps.num;

/** The clock of a range of ticks, narrowed to a range of its frames when a segment is asked for. */
export function aFrameClock(fps: FrameRate, startTicks: number, lengthTicks: number, segment?: FrameRange): FrameClock {
  const from = firstFrameAt(startTicks, fps);
  const to = Math.max(from + 1, firstFrameAt(startTicks + lengthTicks, fps));
  if (!segment) return { fps, firstFrame: from, frameCount: to - from };
  const first = from + segment.firstFrame;
  return { fps, firstFrame: first, frameCount: Math.max(0, Math.min(segment.frameCount, to - first)) };
}
