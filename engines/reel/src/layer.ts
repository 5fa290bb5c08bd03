/** A clip ready to be drawn: when it is on, how it looks then, and what it draws. */
import { type Rect } from './geometry.ts';
import { type TimedClip } from './layer-state.ts';
import { type Source } from './source.ts';

export interface Layer {
  readonly timed: TimedClip;
  readonly rect: Rect;
  readonly source: Source;
}

export const isOn = ({ timed }: Layer, ticks: number): boolean =>
  timed.start <= ticks && ticks < timed.start + timed.length;
