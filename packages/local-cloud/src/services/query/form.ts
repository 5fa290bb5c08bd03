/**
 * The request half of the query protocols (AWS query and EC2 query): `Tags.member.1.Key=a` → `{ Tags: [{ Key: 'a' }] }`.
 * Pure. Readers below turn what a client sent into typed values and refuse the rest as AWS does.
 */
import { AwsError, type ServiceRequest } from '../../service.ts';

/** A parsed form: strings at the leaves. */
export type Form = { [name: string]: FormValue };
export type FormValue = string | Form | FormValue[];

interface Branch {
  [name: string]: Branch | string;
}

export function parseForm(request: Pick<ServiceRequest, 'body' | 'query'>): Form {
  const root: Branch = Object.create(null) as Branch;
  for (const source of [request.query, new URLSearchParams(request.body.toString('utf8'))])
    for (const [path, value] of source) insert(root, path.split('.'), value);
  return settle(root) as Form;
}

function insert(root: Branch, path: readonly string[], value: string): void {
  let at = root;
  for (const name of path.slice(0, -1)) {
    const next = at[name];
    at = typeof next === 'object' ? next : (at[name] = Object.create(null) as Branch);
  }
  at[path.at(-1) ?? ''] = value;
}

function settle(branch: Branch | string): FormValue {
  if (typeof branch === 'string') return branch;
  const names = Object.keys(branch);
  if (names.length === 1 && names[0] === 'member') return settle(branch['member'] ?? '');
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name)))
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => settle(branch[name] ?? ''));
  return Object.fromEntries(names.map((name) => [name, settle(branch[name] ?? '')]));
}

export function findText(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' ? value : undefined;
}

export function getText(form: Form, name: string): string {
  const value = findText(form, name);
  if (value === undefined || value === '')
    throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
  return value;
}

export function findNumber(form: Form, name: string): number | undefined {
  const value = findText(form, name);
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new AwsError('ValidationError', `Value (${value}) for ${name} is not a number`);
  return number;
}

export function findFlag(form: Form, name: string): boolean | undefined {
  const value = findText(form, name);
  return value === undefined ? undefined : value.toLowerCase() === 'true';
}

export function findForm(form: Form, name: string): Form | undefined {
  const value = form[name];
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}

/** A list of structures; absent is empty. */
export function listForms(form: Form, name: string): Form[] {
  const value = form[name];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => (typeof item === 'object' && !Array.isArray(item) ? [item] : []));
}

/** A list of strings; absent is empty. */
export function listTexts(form: Form, name: string): string[] {
  const value = form[name];
  return Array.isArray(value) ? value.flatMap((item) => (typeof item === 'string' ? [item] : [])) : [];
}
