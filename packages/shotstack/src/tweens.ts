/** Tweens as keyframes: a value holds between two tweens, before the first it is where that one begins. */
import { type CompositionInput, type Easing } from '@reelyard/contracts';
import { type Animated, type Tween } from './edit.ts';
import { easingOf } from './easings.ts';
import { type Path, type Report } from './report.ts';

type ClipInput = CompositionInput['tracks'][number]['clips'][number];
export type Animation = NonNullable<ClipInput['animate']>[number];
type Keyframe = Animation['keyframes'][number];

/** Keyframes that one property may have in composition/1. */
const maxKeyframes = 256;

function easingOfTween({ interpolation = 'linear', easing = 'ease' }: Tween): Easing {
  if (interpolation === 'constant') return 'step';
  return interpolation === 'linear' ? 'linear' : easingOf(easing);
}

function readValue(value: unknown, fallback: number, path: Path, report: Report): number {
  if (value === undefined) return fallback;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read === 'number' && Number.isFinite(read)) return read;
  report.refuse(path, 'invalid_type', 'must be a number');
  return fallback;
}

export interface TweenSetting {
  readonly property: Animation['property'];
  /** From the value of the tween to the one of composition/1. */
  readonly map?: (value: number) => number;
  /** What the property is where a tween does not say. */
  readonly initial: number;
  /** Length of the clip in seconds, where it is known. */
  readonly clipSeconds: number | undefined;
  readonly path: Path;
  readonly report: Report;
}

/** @returns undefined for a value that does not move */
export function tweensToAnimation(value: Animated | undefined, setting: TweenSetting): Animation | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const { property, map = (number: number) => number, report, path, clipSeconds = 0 } = setting;
  const tweens = (value as readonly Tween[]).map((tween, index) => ({ tween, index }));
  tweens.sort((a, b) => (a.tween.start ?? 0) - (b.tween.start ?? 0));
  const keyframes: Keyframe[] = [];
  let last = setting.initial;
  for (const { tween, index } of tweens) {
    const at = Math.max(0, tween.start ?? 0);
    const from = readValue(tween.from, last, [...path, index, 'from'], report);
    const to = readValue(tween.to, from, [...path, index, 'to'], report);
    keyframes.push({ at, value: map(from), easing: 'step' });
    keyframes.push({
      at: at + (tween.length ?? Math.max(0, clipSeconds - at)),
      value: map(to),
      easing: easingOfTween(tween),
    });
    last = to;
  }
  if (keyframes.length > maxKeyframes) report.refuse(path, 'too_big', `must have at most ${maxKeyframes / 2} tweens`);
  return { property, keyframes };
}

/** The value that a property starts with, moving or not. */
export function firstValue(value: Animated | undefined, fallback: number): number {
  if (typeof value === 'number' || value === undefined) return value ?? fallback;
  const [first] = [...value].sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  return typeof first?.from === 'number' ? first.from : fallback;
}
