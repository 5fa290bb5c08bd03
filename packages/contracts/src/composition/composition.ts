/** composition/1: everything the format names. What an engine cannot do is refused elsewhere, by `findUnsupported`. */
import { z } from 'zod';
import { clip } from './clip.ts';
import { compositionLimits } from './limits.ts';
import { output } from './output.ts';
import { color, gain, mediaFields } from './primitives.ts';
import { seconds } from './ticks.ts';
import { variableDeclarations } from './variable.ts';

const side = z.int().min(16).max(compositionLimits.side);

export const canvas = z.strictObject({
  width: side.default(1280),
  height: side.default(720),
  fps: z
    .strictObject({ num: z.int().min(1).max(240_000), den: z.int().min(1).max(1_001).default(1) })
    .refine((fps) => fps.num <= 240 * fps.den && fps.num >= fps.den, {
      error: 'is not between 1 and 240 frames a second',
    })
    .prefault({ num: 30 }),
  background: color.default('#000000'),
});

export const soundtrack = z.strictObject({
  ...mediaFields,
  gain: gain.default(1),
  trim: seconds.prefault(0),
  fadeIn: seconds.prefault(0),
  fadeOut: seconds.prefault(0),
  loop: z.boolean().default(false),
  /** How far the soundtrack steps back under speech, in dB. */
  ducking: z.number().min(-60).max(0).optional(),
  /** EBU R128 target of the whole mix, in LUFS. */
  loudness: z.number().min(-40).max(-5).optional(),
});

export const fontFace = z.strictObject({
  family: z.string().min(1).max(128),
  ...mediaFields,
  weight: z.number().int().min(100).max(900).optional(),
  style: z.enum(['normal', 'italic']).optional(),
});

export const composition = z.strictObject({
  version: z.literal('composition/1').default('composition/1'),
  canvas: canvas.prefault({}),
  /** Bottom first. */
  tracks: z
    .array(z.strictObject({ clips: z.array(clip).max(compositionLimits.clips) }))
    .min(1)
    .max(256),
  soundtrack: soundtrack.optional(),
  fonts: z.array(fontFace).max(64).default([]),
  variables: variableDeclarations.optional(),
  outputs: z
    .array(output)
    .min(1)
    .max(16)
    .prefault([{ kind: 'mp4' }]),
});

/** What people write: times in seconds, defaults left out. */
export type CompositionInput = z.input<typeof composition>;
/** After validation: times are ticks, defaults are filled. */
export type ParsedComposition = z.output<typeof composition>;
export type Canvas = z.output<typeof canvas>;
export type Soundtrack = z.output<typeof soundtrack>;
export type FontFace = z.output<typeof fontFace>;

/**
 * The canonical form: variables merged and gone, times in ticks (`timescale` says so), defaults filled, and every `auto` and `end`
 * settled that does not need to look into media.
 */
export type Composition = Omit<ParsedComposition, 'variables'> & { readonly timescale: 90_000 };
