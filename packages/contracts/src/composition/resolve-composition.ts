/**
 * From the JSON that was sent to the canonical form: limits → variables → schema → times → meaning. Total: any JSON value gives a
 * composition or the problems, never an exception.
 */
import { canonicalJson } from './canonical-json.ts';
import { checkMeaning } from './check-meaning.ts';
import { type Composition, type ParsedComposition, composition as compositionSchema } from './composition.ts';
import { measureLimits } from './measure.ts';
import { mergeVariables } from './merge.ts';
import { type CompositionProblem, toPointer } from './problem.ts';
import { settleTimes } from './settle-times.ts';
import { ticksPerSecond } from './ticks.ts';
import { validate } from './validate.ts';
import { bindVariables } from './variable-values.ts';
import { type JsonValue, variableDeclarations } from './variable.ts';

export type Resolution =
  | {
      readonly kind: 'resolved';
      readonly composition: Composition;
      /** The canonical form as text; with asset digests filled in, its SHA-256 is the cache key. */
      readonly canonical: string;
    }
  | { readonly kind: 'refused'; readonly problems: readonly CompositionProblem[] };

type Step<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'refused'; readonly problems: readonly CompositionProblem[] };

const refuse = (problems: readonly CompositionProblem[]) => ({ kind: 'refused' as const, problems });

function applyVariables(input: object, sent: Readonly<Record<string, JsonValue>>): Step<unknown> {
  const { variables: declared = {}, ...rest } = input as { variables?: unknown };
  const declarations = validate(variableDeclarations, declared);
  if (declarations.kind === 'refused') {
    return refuse(declarations.problems.map((problem) => ({ ...problem, pointer: `/variables${problem.pointer}` })));
  }
  const bound = bindVariables(declarations.value, sent);
  if (bound.problems.length > 0) return refuse(bound.problems);
  const { merged, problems } = mergeVariables(rest, bound.values);
  return problems.length > 0 ? refuse(problems) : { kind: 'valid', value: merged };
}

function withoutVariables(parsed: ParsedComposition): Omit<ParsedComposition, 'variables'> {
  const rest = { ...parsed };
  delete rest.variables;
  return rest;
}

/** @param input any JSON value  @param variables values by name; pointers of their problems start with `/variables/` */
export function resolveComposition(input: unknown, variables: Readonly<Record<string, JsonValue>> = {}): Resolution {
  const broken = measureLimits(input).concat(measureLimits(variables));
  if (broken.length > 0) return refuse(broken);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refuse([{ pointer: toPointer([]), code: 'invalid_type', detail: 'must be an object' }]);
  }
  const merged = applyVariables(input, variables);
  if (merged.kind === 'refused') return merged;
  const tooLarge = measureLimits(merged.value);
  if (tooLarge.length > 0) return refuse(tooLarge);
  const parsed = validate(compositionSchema, merged.value);
  if (parsed.kind === 'refused') return parsed;
  const composition = settleTimes({ ...withoutVariables(parsed.value), timescale: ticksPerSecond });
  const problems = checkMeaning(composition);
  if (problems.length > 0) return refuse(problems);
  return { kind: 'resolved', composition, canonical: canonicalJson(composition) };
}
