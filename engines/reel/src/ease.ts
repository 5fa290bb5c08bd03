import { type Easing } from '@reelyard/contracts';

const curves: Record<Easing, (t: number) => number> = {
  linear: (t) => t,
  'ease-in': (t) => t * t * t,
  'ease-out': (t) => 1 - (1 - t) ** 3,
  'ease-in-out': (t) => (t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2),
};

/** Eased progress; `t` is clamped to 0…1, and 0 and 1 stay what they are. */
export const ease = (easing: Easing, t: number): number => curves[easing](Math.min(1, Math.max(0, t)));
