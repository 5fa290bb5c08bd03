/** Reads the members of a JSON request and says what is wrong in SQS's words. */
import { invalidValue, sqsError } from './sqs-error.ts';

export type Fields = Record<string, unknown>;

export function parseFields(body: Buffer): Fields {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw sqsError('SerializationException', 'The request is not JSON.');
  }
  return asFields(parsed, 'request');
}

export function asFields(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw sqsError('SerializationException', `${name} must be an object.`);
}

export function getText(fields: Fields, name: string): string {
  const value = findText(fields, name);
  if (value === undefined || value === '') {
    throw sqsError('MissingParameter', `The request must contain the parameter ${name}.`);
  }
  return value;
}

export function findText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw sqsError('SerializationException', `${name} must be a string.`);
}

export function findInteger(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidValue(
    `Value ${String(value)} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
  );
}

export function findTexts(fields: Fields, name: string): string[] {
  const value = fields[name] ?? [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value as string[];
  throw sqsError('SerializationException', `${name} must be a list of strings.`);
}

export function findTextMap(fields: Fields, name: string): Record<string, string> {
  const map = asFields(fields[name] ?? {}, name);
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') throw sqsError('SerializationException', `${name}.${key} must be a string.`);
  }
  return map as Record<string, string>;
}
