/** Query parameters as schemas: they arrive as text, and the document shows what is read from it. */
import { z } from 'zod';

/** Decimal digits alone: no sign, point, exponent or space. */
export const wholeNumber = (min: number, max: number) => {
  const error = `must be an integer from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .pipe(z.int({ error }).min(min, { error }).max(max, { error }));
};

/** One or more words, by comma. */
export const wordsOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words, { error: `must be of ${words.join(', ')}` })).min(1));

export const wordOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, { error: `must be of ${words.join(', ')}` });

/** Any offset. */
export const instant = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 instant' }).describe('RFC 3339');
