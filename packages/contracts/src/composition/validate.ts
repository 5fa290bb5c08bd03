/** Runs a zod schema and says what is wrong in our own codes, so that they survive a new zod. */
import { type z } from 'zod';
import { compositionLimits } from './limits.ts';
import { type CompositionProblem, toPointer } from './problem.ts';

const codes: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'invalid_type',
  too_big: 'too_big',
  too_small: 'too_small',
  invalid_format: 'invalid_format',
  not_multiple_of: 'not_multiple_of',
  invalid_value: 'invalid_value',
  invalid_union: 'invalid_value',
  invalid_key: 'invalid_key',
};

function describeIssue(issue: z.core.$ZodIssue): readonly CompositionProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      code: 'unknown_field',
      detail: 'is not part of composition/1',
    }));
  }
  return [{ pointer: toPointer(issue.path), code: codes[issue.code] ?? 'invalid_value', detail: issue.message }];
}

export type Validation<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'refused'; readonly problems: readonly CompositionProblem[] };

export function validate<S extends z.ZodType>(schema: S, input: unknown): Validation<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { kind: 'valid', value: parsed.data };
  const problems = parsed.error.issues.flatMap(describeIssue).slice(0, compositionLimits.problems);
  return { kind: 'refused', problems };
}
