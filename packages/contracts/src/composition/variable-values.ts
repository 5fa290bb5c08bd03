/** Checks the values that were sent against the variables that a composition declares, and fills in defaults. */
import { type CompositionProblem, toPointer } from './problem.ts';
import { type JsonValue, type VariableDeclaration, type VariableDeclarations } from './variable.ts';

export type VariableValues = ReadonlyMap<string, JsonValue>;

const typeChecks: Record<VariableDeclaration['type'], (value: JsonValue) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

type Range = readonly [size: number, from: number | undefined, to: number | undefined, unit: string];

/** What of a value the declaration bounds: its size, its characters or its items. */
function rangeOf(value: JsonValue, rule: VariableDeclaration): Range | undefined {
  if (typeof value === 'number') return [value, rule.minimum, rule.maximum, ''];
  if (typeof value === 'string') return [value.length, rule.minLength, rule.maxLength, ' characters'];
  if (Array.isArray(value)) return [value.length, rule.minItems, rule.maxItems, ' items'];
  return undefined;
}

function findBrokenBound(value: JsonValue, rule: VariableDeclaration): string | undefined {
  const range = rangeOf(value, rule);
  if (!range) return undefined;
  const [size, from = -Infinity, to = Infinity, unit] = range;
  if (size < from) return `must be at least ${from}${unit}`;
  return size > to ? `must be at most ${to}${unit}` : undefined;
}

function checkValue(name: string, value: JsonValue, rule: VariableDeclaration): CompositionProblem | undefined {
  const pointer = toPointer(['variables', name]);
  if (!typeChecks[rule.type](value)) return { pointer, code: 'variable_type', detail: `must be of type ${rule.type}` };
  if (rule.enum && !rule.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value))) {
    return { pointer, code: 'variable_enum', detail: `must be one of ${JSON.stringify(rule.enum)}` };
  }
  const broken = findBrokenBound(value, rule);
  return broken === undefined ? undefined : { pointer, code: 'variable_range', detail: broken };
}

/** Values by name, or every problem: undeclared, missing, of the wrong type, out of range. */
export function bindVariables(
  declarations: VariableDeclarations,
  sent: Readonly<Record<string, JsonValue>>,
): { readonly values: VariableValues; readonly problems: readonly CompositionProblem[] } {
  const declared = new Map(Object.entries(declarations));
  const given = new Map(Object.entries(sent));
  const values = new Map<string, JsonValue>();
  const problems: CompositionProblem[] = [];
  for (const name of given.keys()) {
    if (declared.has(name)) continue;
    const detail = 'is not declared in the variables of the composition';
    problems.push({ pointer: toPointer(['variables', name]), code: 'variable_unknown', detail });
  }
  for (const [name, rule] of declared) {
    const value = given.has(name) ? given.get(name) : rule.default;
    if (value === undefined) {
      problems.push({
        pointer: toPointer(['variables', name]),
        code: 'variable_missing',
        detail: 'has no value and no default',
      });
      continue;
    }
    const problem = checkValue(name, value, rule);
    if (problem) problems.push(problem);
    else values.set(name, value);
  }
  return { values, problems };
}
