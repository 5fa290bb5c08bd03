/** `Filter.N.Name/Value.M` of the Describe calls. Pure. Values know `*` and `?`; unknown filter names are refused. */
import { AwsError } from '../../service.ts';
import { findText, type Form, listForms, listTexts } from '../query/form.ts';

/** The values of a resource under a filter name, or undefined when the filter does not exist. */
export type FilterValues = (name: string) => readonly string[] | undefined;

export function passesFilters(form: Form, values: FilterValues): boolean {
  return listForms(form, 'Filter').every((filter) => {
    const name = findText(filter, 'Name') ?? '';
    const found = values(name);
    if (!found) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    const patterns = listTexts(filter, 'Value').map(toPattern);
    return found.some((value) => patterns.some((pattern) => pattern.test(value)));
  });
}

/** `tag:Key`, `tag-key` and `tag-value` over a resource's tags. */
export function tagValues(name: string, tags: Readonly<Record<string, string>>): readonly string[] | undefined {
  if (name === 'tag-key') return Object.keys(tags);
  if (name === 'tag-value') return Object.values(tags);
  if (!name.startsWith('tag:')) return undefined;
  const value = tags[name.slice(4)];
  return value === undefined ? [] : [value];
}

function toPattern(text: string): RegExp {
  const escaped = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}
