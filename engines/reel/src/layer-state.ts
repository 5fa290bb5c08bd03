/**
 * How a clip looks at an instant: pure arithmetic over its transitions, motion and animations. Two equal states draw equal pixels, which is
 * what lets equal frames be sent again without drawing.
 */
import { type Clip, type Motion, type Transition } from '@reelyard/contracts';
import { ease } from './ease.ts';
import { anchorShares } from './geometry.ts';

export interface LayerState {
  readonly opacity: number;
  /** Degrees clockwise around the center of the box. */
  readonly rotate: number;
  readonly scale: number;
  /** Larger or smaller about the anchor of the box, relative to the scale of the clip. */
  readonly grow: number;
  /** Offset of the box in canvas fractions. */
  readonly x: number;
  readonly y: number;
  /** How much of the box a wipe shows, from which edge. */
  readonly wipe:
    { readonly edge: Transition['direction']; readonly share: number; readonly softness: number } | undefined;
  /** How far the picture is moved inside the box, which cuts it, in box fractions. */
  readonly reveal: readonly [x: number, y: number] | undefined;
  /** Part of the overscanned picture that the box shows: its scale and its offset in box fractions. */
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
}

/** A clip whose times are settled. */
export interface TimedClip {
  readonly clip: Clip;
  readonly start: number;
  readonly length: number;
  /** False where a neighbor fades in over this clip: it stays whole beneath, so that the pair does not dim. */
  readonly canFadeOut: boolean;
}

type Mutable = { -readonly [K in keyof LayerState]: LayerState[K] };

const toward: Record<Transition['direction'], readonly [x: number, y: number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** The way from the place of a box to just outside the canvas, in canvas fractions. */
function wayOut({ box, scale = 1 }: Clip, direction: Transition['direction']): readonly [x: number, y: number] {
  const [shareX, shareY] = anchorShares(box.anchor);
  const [width, height] = [box.width * scale, box.height * scale];
  const [left, top] = [box.x - shareX * width, box.y - shareY * height];
  const ways = {
    left: [-(left + width), 0],
    right: [1 - left, 0],
    up: [0, -(top + height)],
    down: [0, 1 - top],
  } as const;
  return ways[direction];
}

/** What a slide moves by, in canvas sides, and a zoom starts from. */
const defaultAmounts = { slide: 1, zoom: 0.6 } as const;

function move(state: Mutable, [x, y]: readonly [number, number], share: number): void {
  state.x += x * share;
  state.y += y * share;
}

/** @param shown 0 while the clip is not there yet (or no more), 1 when it is all there */
function applyTransition(state: Mutable, clip: Clip, transition: Transition, shown: number, canFade: boolean): void {
  if (shown >= 1) return;
  const { effect, direction, amount, softness = 0 } = transition;
  const p = ease(transition.easing, shown);
  const way = toward[direction];
  switch (effect) {
    case 'fade':
      break;
    case 'slide': {
      const by = amount ?? defaultAmounts.slide;
      move(state, [way[0] * by, way[1] * by], 1 - p);
      break;
    }
    case 'carousel':
      move(state, wayOut(clip, direction), 1 - p);
      break;
    case 'zoom': {
      const from = amount ?? defaultAmounts.zoom;
      state.scale *= from + (1 - from) * p;
      break;
    }
    case 'wipe':
      state.wipe = { edge: direction, share: p, softness };
      break;
    case 'reveal':
      state.reveal = [way[0] * (1 - p), way[1] * (1 - p)];
      break;
  }
  const fades = transition.fade ?? (effect === 'fade' || effect === 'zoom');
  if (fades && canFade) state.opacity *= Math.min(1, Math.max(0, p));
}

/** zoom above 1 grows from 1, below 1 it shrinks to 1: the picture always fills its box. */
function applyMotion(state: Mutable, motion: Motion, share: number): void {
  const p = ease(motion.easing, share);
  if (motion.effect === 'zoom') {
    const amount = Math.max(0.05, motion.amount);
    state.zoom = amount >= 1 ? 1 + (amount - 1) * p : (1 + (amount - 1) * p) / amount;
    return;
  }
  const [x, y] = toward[motion.direction];
  state.zoom = 1 + Math.abs(motion.amount);
  state.panX = x * motion.amount * (p - 0.5);
  state.panY = y * motion.amount * (p - 0.5);
}

/** The largest zoom that a motion reaches: how much more of the picture must be prepared. */
export function largestZoom(motion: Motion | undefined): number {
  if (!motion) return 1;
  if (motion.effect === 'pan') return 1 + Math.abs(motion.amount);
  return motion.amount >= 1 ? motion.amount : 1 / Math.max(0.05, motion.amount);
}

type Keyframes = Clip['animate'][number]['keyframes'];

function valueAt(keyframes: Keyframes, ticks: number): number | undefined {
  const next = keyframes.findIndex((keyframe) => keyframe.at > ticks);
  const from = next < 0 ? keyframes.at(-1) : keyframes[next - 1];
  const to = next < 0 ? undefined : keyframes[next];
  if (!from || !to) return (from ?? to)?.value;
  return from.value + (to.value - from.value) * ease(to.easing, (ticks - from.at) / (to.at - from.at));
}

function applyAnimations(state: Mutable, clip: Clip, ticks: number): void {
  for (const { property, keyframes } of clip.animate) {
    const value = valueAt(keyframes, ticks);
    if (value === undefined) continue;
    if (property === 'opacity') state.opacity = Math.min(1, Math.max(0, value));
    if (property === 'rotate') state.rotate = value;
    if (property === 'scale') state.grow = Math.max(0, value) / (clip.scale ?? 1);
    if (property === 'x') state.x += value - clip.box.x;
    if (property === 'y') state.y += value - clip.box.y;
  }
}

/** @param ticks instant of the composition; the caller knows that the clip is on */
export function layerStateAt({ clip, start, length, canFadeOut }: TimedClip, ticks: number): LayerState {
  const since = ticks - start;
  const left = start + length - ticks;
  const state: Mutable = {
    opacity: clip.opacity,
    rotate: clip.rotate,
    scale: 1,
    grow: 1,
    x: 0,
    y: 0,
    wipe: undefined,
    reveal: undefined,
    zoom: 1,
    panX: 0,
    panY: 0,
  };
  applyAnimations(state, clip, since);
  if (clip.motion) applyMotion(state, clip.motion, since / length);
  if (clip.enter && clip.enter.duration > 0)
    applyTransition(state, clip, clip.enter, since / clip.enter.duration, true);
  if (clip.exit && clip.exit.duration > 0)
    applyTransition(state, clip, clip.exit, left / clip.exit.duration, canFadeOut);
  return state;
}

/** Equal keys draw equal pixels. A thousandth of an opacity step or of a pixel is not visible. */
export function stateKey(state: LayerState): string {
  const { opacity, rotate, scale, grow, x, y, wipe, reveal, zoom, panX, panY } = state;
  const [revealX, revealY] = reveal ?? [9, 9];
  const numbers = [opacity * 2, rotate, scale, grow, x, y, zoom, panX, panY, wipe?.share ?? 9, revealX, revealY];
  return `${numbers.map((value) => Math.round(value * 1e5)).join()},${wipe?.edge ?? ''}`;
}
