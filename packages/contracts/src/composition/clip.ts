/** An asset in time and space. Fractions are of the canvas, y grows down, angles are degrees clockwise. */
import { z } from 'zod';
import { asset } from './asset.ts';
import { color, easing, fraction, gain, mediaFields } from './primitives.ts';
import { seconds } from './ticks.ts';

export const anchor = z.enum([
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
]);

const place = z.number().min(-16).max(16);
const extent = z.number().gt(0).max(16);

/** The point `anchor` of the box lies at (x, y) of the canvas. The default is the whole canvas. */
export const box = z.strictObject({
  anchor: anchor.default('center'),
  x: place.default(0.5),
  y: place.default(0.5),
  width: extent.default(1),
  height: extent.default(1),
});

export const transition = z.strictObject({
  effect: z.enum(['fade', 'slide', 'wipe', 'zoom', 'reveal', 'carousel']),
  duration: seconds.prefault(0.5),
  easing: easing.default('ease-in-out'),
  /** Where the clip comes from (enter) or goes to (exit); fade and zoom take none. */
  direction: z.enum(['left', 'right', 'up', 'down']).default('left'),
  /** slide: way in canvas sides (1). zoom: scale at the far end (0.6). The other effects take none. */
  amount: z.number().min(0).max(16).optional(),
  /** Fades along. zoom does unless told not to, the others only when told. */
  fade: z.boolean().optional(),
  /** wipe: width of its soft edge in box sides; 0 is a hard edge. */
  softness: fraction.optional(),
});

/** Over the whole clip. zoom: scale from 1 to `amount`. pan: the picture moves by `amount` of its box towards `direction`. */
export const motion = z.strictObject({
  effect: z.enum(['zoom', 'pan']),
  amount: z.number().min(-2).max(4),
  direction: z.enum(['left', 'right', 'up', 'down']).default('left'),
  easing: easing.default('linear'),
});

export const filter = z.strictObject({
  effect: z.enum(['blur', 'grayscale', 'brightness', 'contrast', 'saturate', 'sepia', 'invert']),
  amount: z.number().min(0).max(256).default(1),
});

/** One filter, or several applied in order. */
export const filters = z.union([filter, z.array(filter).min(1).max(8)]);

const cut = z.number().min(0).max(1).default(0);

/** What is cut off the media before it is fitted: fractions of its sides. */
export const crop = z
  .strictObject({ top: cut, right: cut, bottom: cut, left: cut })
  .refine((sides) => sides.left + sides.right < 1 && sides.top + sides.bottom < 1, { error: 'leaves nothing' });

export const chromaKey = z.strictObject({
  color,
  similarity: fraction.default(0.3),
  smoothness: fraction.default(0.1),
  /** How far two colors lie apart: by hue and saturation alone, or by red, green and blue together. */
  space: z.enum(['chroma', 'rgb']).optional(),
});

/** A picture whose brightness says how much of the clip is seen. */
export const matte = z.strictObject({
  kind: z.enum(['image', 'video']),
  ...mediaFields,
  /** What of it counts: brightness, or its own transparency. */
  channel: z.enum(['luma', 'alpha']).default('luma'),
  /** Shows what it would hide. */
  invert: z.boolean().default(false),
});

export const clipAudio = z.strictObject({
  gain: gain.default(1),
  fadeIn: seconds.prefault(0),
  fadeOut: seconds.prefault(0),
});

export const animation = z.strictObject({
  property: z.enum(['opacity', 'rotate', 'scale', 'x', 'y', 'width', 'height', 'gain']),
  keyframes: z
    .array(z.strictObject({ at: seconds, value: z.number().min(-3_600).max(3_600), easing: easing.default('linear') }))
    .min(1)
    .max(256),
});

export const clip = z.strictObject({
  /** `auto`: the end of the clip before it on the track. */
  start: z.union([seconds, z.literal('auto')], { error: 'is seconds from 0 on, or auto' }).default('auto'),
  /** `auto`: what remains of the media, else 3 s. `end`: to the end of the composition. */
  length: z
    .union([seconds, z.literal('auto'), z.literal('end')], { error: 'is seconds above 0, or auto, or end' })
    .default('auto'),
  asset,
  box: box.prefault({}),
  fit: z.enum(['cover', 'contain', 'fill', 'none']).default('cover'),
  /** The point of the box to which media keeps that does not have the box's shape. */
  fitAnchor: anchor.optional(),
  crop: crop.optional(),
  /** Everything in the box, and the box, larger or smaller about its anchor. */
  scale: z.number().min(0).max(16).optional(),
  opacity: fraction.default(1),
  rotate: z.number().min(-3_600).max(3_600).default(0),
  flip: z.enum(['none', 'horizontal', 'vertical', 'both']).default('none'),
  enter: transition.optional(),
  exit: transition.optional(),
  motion: motion.optional(),
  filter: filters.optional(),
  key: chromaKey.optional(),
  matte: matte.optional(),
  audio: clipAudio.prefault({}),
  animate: z.array(animation).max(16).default([]),
});

export type Box = z.output<typeof box>;
export type Transition = z.output<typeof transition>;
export type Filter = z.output<typeof filter>;
export type Crop = z.output<typeof crop>;
export type Motion = z.output<typeof motion>;
export type Clip = z.output<typeof clip>;
