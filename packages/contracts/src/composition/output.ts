/** Files that one render makes. Names are plain file names, unique within the composition. */
import { z } from 'zod';
import { seconds } from './ticks.ts';

const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: 'is not a plain file name of at most 64 characters' });

const even = z.number().int().min(2).max(8_192).multipleOf(2);
const size = z.strictObject({ width: even, height: even });
const rate = z.strictObject({ num: z.int().min(1).max(240_000), den: z.int().min(1).max(1_001).default(1) });
const range = z.strictObject({ start: seconds.prefault(0), length: seconds });
const quality = z.enum(['draft', 'standard', 'high']).default('standard');

const movingFields = {
  size: size.optional(),
  fps: rate.optional(),
  range: range.optional(),
  quality,
};

const stillFields = {
  format: z.enum(['jpg', 'png']).default('jpg'),
  at: seconds.prefault(0),
  size: size.optional(),
};

export const output = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mp4'),
    name: fileName.default('video.mp4'),
    codec: z.enum(['h264', 'h265']).default('h264'),
    ...movingFields,
  }),
  z.strictObject({ kind: z.literal('webm'), name: fileName.default('video.webm'), ...movingFields }),
  z.strictObject({
    kind: z.literal('gif'),
    name: fileName.default('video.gif'),
    /** Starts over for ever unless told not to. */
    loop: z.boolean().optional(),
    ...movingFields,
  }),
  z.strictObject({ kind: z.literal('mp3'), name: fileName.default('audio.mp3'), range: range.optional(), quality }),
  z.strictObject({ kind: z.literal('poster'), name: fileName.optional(), ...stillFields }),
  z.strictObject({ kind: z.literal('still'), name: fileName.optional(), ...stillFields }),
]);

export type Output = z.output<typeof output>;

/** The file an output becomes. */
export function outputFileName(item: Output): string {
  return item.name ?? ('format' in item ? `${item.kind}.${item.format}` : `${item.kind}`);
}
