/** Reads the members of a request and says what is wrong in CloudWatch's words. */
import { AwsError } from '../../service.ts';
import { invalidValue } from './errors.ts';

export type Fields = Record<string, unknown>;

export function asFields(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new AwsError('SerializationException', `${name} must be a structure.`);
}

export function getText(fields: Fields, name: string): string {
  const value = findText(fields, name);
  if (value === undefined || value === '') throw new AwsError('MissingParameter', `The parameter ${name} is required.`);
  return value;
}

export function findText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new AwsError('SerializationException', `${name} must be a string.`);
}

export function findNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidValue(`The value ${String(value)} for parameter ${name} is invalid.`);
}

export function getNumber(fields: Fields, name: string): number {
  const value = findNumber(fields, name);
  if (value === undefined) throw new AwsError('MissingParameter', `The parameter ${name} is required.`);
  return value;
}

export function findList(fields: Fields, name: string): unknown[] {
  const value = fields[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new AwsError('SerializationException', `${name} must be a list.`);
}

/** An instant in milliseconds: clients send seconds, or text in ISO 8601. */
export function findInstant(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const at = typeof value === 'number' ? value * 1000 : Date.parse(String(value));
  if (Number.isNaN(at)) throw invalidValue(`The value ${String(value)} for parameter ${name} is invalid.`);
  return at;
}

export function getInstant(fields: Fields, name: string): number {
  const at = findInstant(fields, name);
  if (at === undefined) throw new AwsError('MissingParameter', `The parameter ${name} is required.`);
  return at;
}
