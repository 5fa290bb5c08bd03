/** What a clip shows or plays, one schema per kind. */
import { z } from 'zod';
import { color, gradient, mediaFields } from './primitives.ts';
import { textStyleFields } from './text-style.ts';
import { seconds } from './ticks.ts';

const trim = seconds.prefault(0);

/** Times as fast as recorded; the pitch of sound stays. */
const speed = z.number().min(0.1).max(10).optional();

export const videoAsset = z.strictObject({
  kind: z.literal('video'),
  ...mediaFields,
  /** Skipped from the start of the media. */
  trim,
  speed,
  /** Starts over when the media ends before the clip; otherwise its last frame stays. */
  loop: z.boolean().default(false),
  muted: z.boolean().default(false),
});

export const imageAsset = z.strictObject({ kind: z.literal('image'), ...mediaFields });

export const textAsset = z.strictObject({
  kind: z.literal('text'),
  text: z.string().min(1).max(10_000),
  ...textStyleFields,
  wrap: z.boolean().default(true),
  /** Shrinks the font, down to `minSize`, until the text fits its box. */
  autoFit: z.boolean().default(false),
  minSize: z.number().min(1).max(2_048).default(12),
});

export const shapeAsset = z.strictObject({
  kind: z.literal('shape'),
  shape: z.enum(['rect', 'roundRect', 'ellipse', 'line', 'path']),
  fill: color.optional(),
  gradient: gradient.optional(),
  stroke: z.strictObject({ color, width: z.number().min(0).max(1_024).default(2) }).optional(),
  /** Corner radius of a roundRect, in pixels of the canvas. */
  radius: z.number().min(0).max(4_096).default(0),
  /** SVG path data of a path, in a view box of 100 × 100 stretched to the clip's box. */
  d: z.string().min(1).max(20_000).optional(),
});

export const colorAsset = z.strictObject({
  kind: z.literal('color'),
  color: color.default('#000000'),
  gradient: gradient.optional(),
});

export const audioAsset = z.strictObject({
  kind: z.literal('audio'),
  ...mediaFields,
  trim,
  speed,
  loop: z.boolean().default(false),
});

export const captionsAsset = z.strictObject({
  kind: z.literal('captions'),
  ...mediaFields,
  format: z.enum(['srt', 'vtt']),
  /** Skipped from the start of the file. */
  trim,
  ...textStyleFields,
});

/** A drawing as SVG markup: shapes and gradients, no text, no scripts, nothing from elsewhere. */
export const svgAsset = z.strictObject({ kind: z.literal('svg'), markup: z.string().min(1).max(200_000) });

export const asset = z.discriminatedUnion('kind', [
  videoAsset,
  imageAsset,
  textAsset,
  shapeAsset,
  svgAsset,
  colorAsset,
  audioAsset,
  captionsAsset,
]);

export type Asset = z.output<typeof asset>;
export type VideoAsset = z.output<typeof videoAsset>;
export type ImageAsset = z.output<typeof imageAsset>;
export type TextAsset = z.output<typeof textAsset>;
export type ShapeAsset = z.output<typeof shapeAsset>;
export type SvgAsset = z.output<typeof svgAsset>;
export type ColorAsset = z.output<typeof colorAsset>;
export type CaptionsAsset = z.output<typeof captionsAsset>;
export type AudioAsset = z.output<typeof audioAsset>;
