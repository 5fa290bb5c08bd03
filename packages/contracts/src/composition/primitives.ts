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

export const easing = z.enum(['linear', 'ease-in', 'ease-out', 'ease-in-out']);

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
