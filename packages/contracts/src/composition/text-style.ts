/** How text looks. Lengths are pixels of the canvas, so a composition looks the same at every output size. */
import { z } from 'zod';
import { color } from './primitives.ts';

const pixels = z.number().min(0).max(4_096);

export const font = z.strictObject({
  /** A family of `fonts[]`, or the built-in `Inter`. */
  family: z.string().min(1).max(128).default('Inter'),
  size: z.number().min(1).max(2_048).default(48),
  weight: z.number().int().min(100).max(900).default(400),
  style: z.enum(['normal', 'italic']).default('normal'),
  color: color.default('#ffffff'),
  /** A multiple of `size`. */
  lineHeight: z.number().min(0.5).max(4).default(1.2),
  letterSpacing: z.number().min(-64).max(256).default(0),
});

export const textStyleFields = {
  font: font.prefault({}),
  align: z.enum(['left', 'center', 'right']).default('center'),
  valign: z.enum(['top', 'middle', 'bottom']).default('middle'),
  stroke: z.strictObject({ color, width: pixels.default(2) }).optional(),
  shadow: z
    .strictObject({
      color: color.default('#00000080'),
      x: z.number().min(-512).max(512).default(0),
      y: z.number().min(-512).max(512).default(2),
      blur: z.number().min(0).max(256).default(8),
    })
    .optional(),
  background: z
    .strictObject({
      color,
      padding: pixels.default(16),
      radius: pixels.default(0),
      /** `text` lies behind the lines, `box` fills the box of the clip. */
      extent: z.enum(['text', 'box']).optional(),
    })
    .optional(),
};

export type Font = z.output<typeof font>;
