/** Typed reading of a JSON request. Pure. */
import { AwsError } from '../../service.ts';

export type Json = Record<string, unknown>;

export function parseJson(body: Buffer): Json {
  const value = body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown);
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function findString(json: Json, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' ? value : undefined;
}

export function getString(json: Json, name: string): string {
  const value = findString(json, name);
  if (value === undefined || value === '')
    throw new AwsError(
      'ValidationException',
      `Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

export function findInteger(json: Json, name: string): number | undefined {
  const value = json[name];
  return typeof value === 'number' ? value : undefined;
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Wall clock ms as JSON 1.1 writes instants: seconds with fractions. */
export function toSeconds(at: number): number {
  return at / 1000;
}

/** A page by an offset token; `size` when the request names none. */
export function pageOf<T>(items: readonly T[], json: Json, size: number): { page: T[]; NextToken?: string } {
  const from = Number(findString(json, 'NextToken') ?? 0);
  const to = from + (findInteger(json, 'MaxResults') ?? size);
  return { page: items.slice(from, to), ...(to < items.length ? { NextToken: String(to) } : {}) };
}
