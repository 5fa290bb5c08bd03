/** JSON values, and the bounds that must hold before anything walks them recursively: this walk keeps its own stack. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The bounds of an edit; after the import those of composition/1 hold. */
export const editLimits = {
  /** Nesting of the JSON, the root counted as 1. */
  depth: 32,
  /** Values of any kind. */
  values: 200_000,
  /** Characters of all strings and keys, before and after the merge. */
  characters: 2_097_152,
} as const;

interface Measure {
  values: number;
  characters: number;
}

function addUp(measure: Measure, value: unknown): readonly unknown[] {
  measure.values += 1;
  if (typeof value === 'string') measure.characters += value.length;
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) for (const key of Object.keys(value)) measure.characters += key.length;
  return Object.values(value);
}

/** The limit that a JSON value breaks, as code and sentence. */
export function findBrokenLimit(root: unknown): { readonly code: string; readonly detail: string } | undefined {
  const measure: Measure = { values: 0, characters: 0 };
  let level: readonly unknown[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > editLimits.depth + 1)
      return { code: 'limit_depth', detail: `is nested deeper than ${editLimits.depth} levels` };
    level = level.flatMap((value) => addUp(measure, value));
    if (measure.values > editLimits.values)
      return { code: 'limit_values', detail: `has more than ${editLimits.values} values` };
    if (measure.characters > editLimits.characters)
      return { code: 'limit_characters', detail: `has more than ${editLimits.characters} characters` };
  }
  return undefined;
}
