/** Easing curves: the named ones, and the cubic-bezier of CSS. */
import { type Easing } from '@reelyard/contracts';

type Curve = (t: number) => number;

const curves: Record<Extract<Easing, string>, Curve> = {
  linear: (t) => t,
  'ease-in': (t) => t * t * t,
  'ease-out': (t) => 1 - (1 - t) ** 3,
  'ease-in-out': (t) => (t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2),
  step: (t) => (t < 1 ? 0 : 1),
};

/** One coordinate of the curve from (0, 0) to (1, 1) with two control points. */
const axis = (a: number, b: number, s: number) => 3 * (1 - s) ** 2 * s * a + 3 * (1 - s) * s * s * b + s * s * s;

/** Halvings that find a share of the curve to better than a thousandth of a pixel on 8192. */
const halvings = 24;

/** x grows all along the curve, so halving finds the share at which it is t. */
function bezier([x1, y1, x2, y2]: readonly [number, number, number, number], t: number): number {
  let [from, to] = [0, 1];
  for (let step = 0; step < halvings; step++) {
    const middle = (from + to) / 2;
    if (axis(x1, x2, middle) < t) from = middle;
    else to = middle;
  }
  return axis(y1, y2, (from + to) / 2);
}

/** Eased progress; `t` is clamped to 0…1, and 0 and 1 stay what they are. */
export function ease(easing: Easing, t: number): number {
  const share = Math.min(1, Math.max(0, t));
  if (share === 0 || share === 1) return share;
  return typeof easing === 'string' ? curves[easing](share) : bezier(easing.bezier, share);
}
