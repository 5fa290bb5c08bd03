/** Gain over time as an expression of ffmpeg's volume filter: straight pieces, found by halving so that it nests no deeper than needed. */
import { type Clip, toSeconds } from '@reelyard/contracts';
import { ease } from './ease.ts';

export interface GainPoint {
  /** Seconds of the clip. */
  readonly at: number;
  readonly gain: number;
}

type Keyframe = Clip['animate'][number]['keyframes'][number];

/** Straight pieces that stand for one eased piece: the ear hears no corner in them. */
const pieces = 8;

function pointsBetween(from: Keyframe, to: Keyframe): GainPoint[] {
  const [start, end] = [toSeconds(from.at), toSeconds(to.at)];
  if (end <= start) return [{ at: end, gain: to.value }];
  if (to.easing === 'step') {
    return [
      { at: end, gain: from.value },
      { at: end, gain: to.value },
    ];
  }
  const count = to.easing === 'linear' ? 1 : pieces;
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    return { at: start + share * (end - start), gain: from.value + (to.value - from.value) * ease(to.easing, share) };
  });
}

/** The gain of a clip where it moves; undefined where it does not. */
export function gainCurve(clip: Clip): readonly GainPoint[] | undefined {
  const keyframes = clip.animate.find(({ property }) => property === 'gain')?.keyframes;
  const [first] = keyframes ?? [];
  if (!keyframes || !first) return undefined;
  const rest = keyframes.slice(1).flatMap((keyframe, index) => pointsBetween(keyframes[index] ?? first, keyframe));
  return [{ at: toSeconds(first.at), gain: first.value }, ...rest];
}

const number = (value: number) => String(Number(value.toFixed(6)));

function piece(from: GainPoint, to: GainPoint): string {
  if (from.gain === to.gain || to.at <= from.at) return number(to.gain);
  return `${number(from.gain)}+${number((to.gain - from.gain) / (to.at - from.at))}*(t-${number(from.at)})`;
}

/** @param points at least one, in order of time; the first and the last hold before and after */
export function gainExpression(points: readonly GainPoint[]): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '1';
  const build = (from: number, to: number): string => {
    if (from >= points.length) return number(last.gain);
    if (to <= from) return from === 0 ? number(first.gain) : piece(points[from - 1] ?? first, points[from] ?? last);
    const middle = Math.floor((from + to) / 2);
    const edge = number(points[middle]?.at ?? last.at);
    return `if(lt(t,${edge}),${build(from, middle)},${build(middle + 1, to)})`;
  };
  return build(0, points.length);
}
