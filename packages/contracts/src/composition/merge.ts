/**
 * Replaces `{{name}}` by the value of the variable. A placeholder that is the whole string keeps the JSON type of the value; inside a
 * longer string only scalars may stand. Values are never expanded again, so a value cannot smuggle a placeholder in.
 */
import { compositionLimits } from './limits.ts';
import { type CompositionProblem, toPointer } from './problem.ts';
import { type VariableValues } from './variable-values.ts';

const placeholder = /\{\{\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*\}\}/g;
const wholePlaceholder = /^\{\{\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*\}\}$/;

interface Merge {
  readonly values: VariableValues;
  readonly problems: CompositionProblem[];
  characters: number;
}

type Path = readonly PropertyKey[];

function lookUp(merge: Merge, name: string, path: Path): unknown {
  if (!merge.values.has(name)) {
    merge.problems.push({
      pointer: toPointer(path),
      code: 'variable_unknown',
      detail: `names {{${name}}}, which is not declared`,
    });
  }
  return merge.values.get(name);
}

function inline(merge: Merge, name: string, path: Path): string {
  const value = lookUp(merge, name, path);
  if (typeof value !== 'object') return String(value);
  merge.problems.push({
    pointer: toPointer(path),
    code: 'variable_type',
    detail: `cannot put {{${name}}} inside a string: it is an array, an object or null`,
  });
  return '';
}

function mergeString(merge: Merge, text: string, path: Path): unknown {
  const whole = wholePlaceholder.exec(text)?.[1];
  const merged: unknown =
    whole === undefined
      ? text.replace(placeholder, (_, name: string) => inline(merge, name, path))
      : lookUp(merge, whole, path);
  merge.characters += typeof merged === 'object' ? JSON.stringify(merged).length : String(merged).length;
  return merged;
}

function mergeValue(merge: Merge, value: unknown, path: Path): unknown {
  if (merge.characters > compositionLimits.mergedCharacters) return value;
  if (typeof value === 'string') return mergeString(merge, value, path);
  if (Array.isArray(value)) return value.map((item: unknown, index) => mergeValue(merge, item, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mergeValue(merge, item, [...path, key])]));
}

/** The JSON with every placeholder replaced. `input` must have passed `measureLimits`. */
export function mergeVariables(
  input: unknown,
  values: VariableValues,
): { readonly merged: unknown; readonly problems: readonly CompositionProblem[] } {
  const merge: Merge = { values, problems: [], characters: 0 };
  const merged = mergeValue(merge, input, []);
  if (merge.characters > compositionLimits.mergedCharacters) {
    const detail = `has more than ${compositionLimits.mergedCharacters} characters once its variables are merged`;
    return { merged, problems: [{ pointer: '', code: 'limit_merged', detail }] };
  }
  return { merged, problems: merge.problems };
}
