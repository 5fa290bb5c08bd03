/** Values that several parts of a composition share: colors, fills, easings, addresses of media. */
import { z } from 'zod';

const hex = /^#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/;

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa` or `transparent`. */
export const color = z
  .string()
  .refine((value) => value === 'transparent' || hex.test(value), { error: 'is not a color such as #1a2b3c' });

/** A linear gradient; `angle` in degrees, 0 runs to the right, 90 runs down. */
export const gradient = z.strictObject({
  angle: z.number().min(-360).max(360).default(90),
  stops: z
    .array(z.strictObject({ at: z.number().min(0).max(1), color }))
    .min(2)
    .max(16),
});

const slope = z.number().min(-4).max(4);
const share = z.number().min(0).max(1);

/** Named curves are cubic; `step` holds the value before it until the end. `bezier` is the cubic-bezier of CSS: x1, y1, x2, y2. */
export const easing = z.union(
  [
    z.enum(['linear', 'ease-in', 'ease-out', 'ease-in-out', 'step']),
    z.strictObject({ bezier: z.tuple([share, slope, share, slope]) }),
  ],
  { error: 'is not linear, ease-in, ease-out, ease-in-out, step or { bezier: [x1, y1, x2, y2] }' },
);

/** Where media comes from: `https://…`, `asset://…`, or a path that the CLI uploads first. */
export const mediaSource = z.string().min(1).max(2_048);

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'is not a SHA-256 in lower-case hex' });

/** Media as an asset, a font or a soundtrack names it; `sha256` pins the bytes. */
export const mediaFields = { src: mediaSource, sha256: sha256.optional() };

export const fraction = z.number().min(0).max(1);

/** Linear loudness factor; 1 is as recorded. */
export const gain = z.number().min(0).max(8);

export type Gradient = z.output<typeof gradient>;
export type Easing = z.output<typeof easing>;
