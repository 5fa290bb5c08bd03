/**
 * Time inside Reelyard is an integer of 1/90000 s: exact for 24, 25, 30, 50 and 60 frames a second.
 * The brand keeps seconds (what people write) and ticks (what is stored) apart.
 */
import { z } from 'zod';
import { compositionLimits } from './limits.ts';

export const ticksPerSecond = 90_000;

declare const ticksBrand: unique symbol;
export type Ticks = number & { readonly [ticksBrand]: true };

/** Seconds to the nearest tick. */
export const toTicks = (seconds: number): Ticks => Math.round(seconds * ticksPerSecond) as Ticks;

/** For sums and differences of ticks, which stay ticks. */
export const asTicks = (value: number): Ticks => Math.round(value) as Ticks;

export const toSeconds = (ticks: Ticks): number => ticks / ticksPerSecond;

/** Input: seconds, 0 to 12 h. Output: ticks. */
export const seconds = z.number().min(0).max(compositionLimits.seconds).transform(toTicks);

export interface FrameRate {
  readonly num: number;
  readonly den: number;
}

/** The instant that frame n shows, in (possibly fractional) ticks. */
export const frameTicks = (frame: number, fps: FrameRate): number => (frame * fps.den * ticksPerSecond) / fps.num;

/** The first frame at or after an instant. */
export const firstFrameAt = (ticks: number, fps: FrameRate): number =>
  Math.ceil((ticks * fps.num) / (fps.den * ticksPerSecond));
