/** Fills of shapes and colors. */
import { type SKRSContext2D } from '@napi-rs/canvas';
import { type Gradient } from '@reelyard/contracts';
import { type Size } from './geometry.ts';

/** A CSS-like linear gradient: its line is long enough that the corners get the end colors. */
export function gradientStyle(context: SKRSContext2D, gradient: Gradient, size: Size) {
  const radians = (gradient.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(radians), Math.sin(radians)];
  const half = (Math.abs(dx) * size.width + Math.abs(dy) * size.height) / 2;
  const [cx, cy] = [size.width / 2, size.height / 2];
  const style = context.createLinearGradient(cx - dx * half, cy - dy * half, cx + dx * half, cy + dy * half);
  for (const stop of gradient.stops) style.addColorStop(stop.at, stop.color);
  return style;
}

/** `#rgb` and `#rrggbb` hide what is beneath. */
export const isOpaqueColor = (color: string): boolean => /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color);
