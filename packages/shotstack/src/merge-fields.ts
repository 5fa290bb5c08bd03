/**
 * Merge fields: `{{ NAME }}` becomes the value of the field with `find` NAME. A placeholder that is the whole string keeps the JSON type of
 * the value; values are not expanded again. A placeholder without a field is refused: it would stand in the video as it is.
 */
import { type JsonObject, isObject } from './json.ts';
import { type Path, type Report } from './report.ts';

export type MergeFields = ReadonlyMap<string, unknown>;

const bare = (name: string) =>
  name
    .trim()
    .replace(/^\{\{\s*/u, '')
    .replace(/\s*\}\}$/u, '');

/** The fields of a list, and a problem for what is none. */
export function readMergeFields(list: unknown, path: Path, report: Report): MergeFields {
  const fields = new Map<string, unknown>();
  if (list === undefined || list === null) return fields;
  if (!Array.isArray(list)) {
    report.refuse(path, 'invalid_type', 'must be a list of { find, replace }');
    return fields;
  }
  list.forEach((field: unknown, index) => {
    if (!isObject(field) || typeof field['find'] !== 'string' || !('replace' in field))
      return report.refuse([...path, index], 'invalid_type', 'must be { find, replace }');
    const extra = Object.keys(field).find((key) => key !== 'find' && key !== 'replace');
    if (extra !== undefined)
      return report.refuse([...path, index, extra], 'unknown_field', 'is not part of a merge field');
    return void fields.set(bare(field['find']), field['replace']);
  });
  return fields;
}

const placeholder = /\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/gu;
const whole = /^\s*\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}\s*$/u;

function missing(name: string, path: Path, report: Report): string {
  report.refuse(path, 'merge_missing', `names {{${name}}}, for which there is no merge field`);
  return '';
}

function inline(name: string, fields: MergeFields, path: Path, report: Report): string {
  if (!fields.has(name)) return missing(name, path, report);
  const value = fields.get(name);
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  report.refuse(path, 'merge_type', `cannot put {{${name}}} inside a text: it is a list or an object`);
  return '';
}

function mergeText(text: string, fields: MergeFields, path: Path, report: Report): unknown {
  const name = whole.exec(text)?.[1];
  if (name !== undefined) return fields.has(name) ? fields.get(name) : missing(name, path, report);
  return text.replace(placeholder, (_, inner: string) => inline(inner, fields, path, report));
}

/** The value with every placeholder replaced. The depth must have been measured before. */
export function mergeValue(value: unknown, fields: MergeFields, path: Path, report: Report): unknown {
  if (typeof value === 'string') return mergeText(value, fields, path, report);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => mergeValue(item, fields, [...path, index], report));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, mergeValue(item, fields, [...path, key], report)]);
  return Object.fromEntries(entries) as JsonObject;
}
