/** Finds the edit in what was sent: an edit, or a template around one with values for its merge fields. */
import { type JsonObject, isObject } from './json.ts';
import { type Path, type Report } from './report.ts';

export interface Wrapped {
  readonly edit: JsonObject;
  /** Where the edit lies in what was sent. */
  readonly base: Path;
  /** Merge fields beside the template: they win over its own. */
  readonly merge: unknown;
}

const wrappers = ['template', 'edit'] as const;

/** What a stored template carries besides its edit. */
const envelope = new Set(['id', 'name', 'owner', 'created', 'updated', 'merge', 'template', 'edit']);

export function unwrap(input: unknown, report: Report): Wrapped | undefined {
  if (!isObject(input)) {
    report.refuse([], 'invalid_type', 'must be an object with timeline and output');
    return undefined;
  }
  const wrapper = 'timeline' in input ? undefined : wrappers.find((name) => isObject(input[name]));
  if (wrapper === undefined) {
    if ('timeline' in input || !('id' in input)) return { edit: input, base: [], merge: undefined };
    report.refuse(['id'], 'template_by_id', 'names a template that is stored elsewhere; send the template itself');
    return undefined;
  }
  for (const key of Object.keys(input)) {
    if (!envelope.has(key)) report.refuse([key], 'unknown_field', `is not part of what holds a ${wrapper}`);
    else if (key !== wrapper && key !== 'merge') report.note([key], 'ignored', 'names the template, not the video');
  }
  const edit = input[wrapper];
  return isObject(edit) ? { edit, base: [wrapper], merge: input['merge'] } : undefined;
}
