/** The body of `POST /v1/assets`. */
import { type ProblemItem, toPointer } from '@reelyard/contracts';
import { apiLimits } from './api-limits.ts';

export interface AssetRequest {
  readonly name: string;
  readonly contentType: string;
  readonly bytes?: number;
}

export type AssetReading =
  | { readonly kind: 'read'; readonly request: AssetRequest }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

/** Any name a disk may give, without folders and control characters. */
const namePattern = /^[^/\\\p{Cc}]{1,128}$/u;
const typePattern = /^(?:video|image|audio|font|text|application)\/[\w.+-]{1,64}$/;
const fields = new Set(['name', 'contentType', 'bytes']);

export function readAssetRequest(body: unknown): AssetReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { kind: 'refused', errors: [{ pointer: '', code: 'invalid_type', detail: 'must be an object' }] };
  }
  const { name, contentType, bytes } = body as { name?: unknown; contentType?: unknown; bytes?: unknown };
  const errors = Object.keys(body)
    .filter((key) => !fields.has(key))
    .map((key) => ({ pointer: toPointer([key]), code: 'unknown_field', detail: 'is not a field of an asset' }));
  if (!isText(name, namePattern)) {
    errors.push(wrong('name', 'must be a file name of at most 128 characters without a folder'));
  }
  if (!isText(contentType, typePattern)) {
    errors.push(wrong('contentType', 'must be a media type of video, image, audio, font, text or application'));
  }
  if (bytes !== undefined && !isSize(bytes)) {
    errors.push(wrong('bytes', `must be an integer from 1 to ${apiLimits.assetBytes}`));
  }
  if (errors.length > 0 || !isText(name, namePattern) || !isText(contentType, typePattern)) {
    return { kind: 'refused', errors };
  }
  return { kind: 'read', request: { name, contentType, ...(isSize(bytes) ? { bytes } : {}) } };
}

const wrong = (field: string, detail: string): ProblemItem => ({ pointer: `/${field}`, code: 'invalid_value', detail });
const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);
const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= apiLimits.assetBytes;
