/** The body of `POST /v1/assets`: bytes that the client uploads, or an address that the farm fetches. */
import { type ProblemItem, toPointer } from '@reelyard/contracts';
import { apiLimits } from './api-limits.ts';

export interface UploadRequest {
  readonly kind: 'upload';
  readonly name: string;
  readonly contentType: string;
  readonly bytes?: number;
  /** Hex. */
  readonly sha256?: string;
}

export interface IngestRequest {
  readonly kind: 'ingest';
  readonly url: string;
  readonly name: string;
  /** Absent: as the address says. */
  readonly contentType?: string;
}

export type AssetReading =
  | { readonly kind: 'read'; readonly request: UploadRequest | IngestRequest }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

/** Any name a disk may give, without folders and control characters. */
const namePattern = /^[^/\\\p{Cc}]{1,128}$/u;
const typePattern = /^(?:video|image|audio|font|text|application)\/[\w.+-]{1,64}$/;
const digestPattern = /^[0-9a-f]{64}$/;
const longestUrl = 8_192;
const fields = new Set(['url', 'name', 'contentType', 'bytes', 'sha256']);

export function readAssetRequest(body: unknown): AssetReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { kind: 'refused', errors: [{ pointer: '', code: 'invalid_type', detail: 'must be an object' }] };
  }
  const unknown = Object.keys(body)
    .filter((key) => !fields.has(key))
    .map((key) => ({ pointer: toPointer([key]), code: 'unknown_field', detail: 'is not a field of an asset' }));
  const reading = 'url' in body ? readIngest(body) : readUpload(body);
  if (unknown.length === 0) return reading;
  return { kind: 'refused', errors: [...unknown, ...(reading.kind === 'refused' ? reading.errors : [])] };
}

type Given = { [field in 'url' | 'name' | 'contentType' | 'bytes' | 'sha256']?: unknown };

function readUpload({ name, contentType, bytes, sha256 }: Given): AssetReading {
  const errors = [...checkNames({ name, contentType }), ...checkSize(bytes), ...checkDigest(sha256)];
  if (errors.length > 0 || !isText(name, namePattern) || !isText(contentType, typePattern))
    return { kind: 'refused', errors };
  const facts = { ...(isSize(bytes) ? { bytes } : {}), ...(isText(sha256, digestPattern) ? { sha256 } : {}) };
  return { kind: 'read', request: { kind: 'upload', name, contentType, ...facts } };
}

function readIngest({ url, name, contentType, ...facts }: Given): AssetReading {
  const errors = checkNames({
    ...(name === undefined ? {} : { name }),
    ...(contentType === undefined ? {} : { contentType }),
  });
  if (typeof url !== 'string' || url === '' || url.length > longestUrl)
    errors.push(wrong('url', `must be an address of at most ${longestUrl} characters`));
  for (const field of ['bytes', 'sha256'] as const)
    if (facts[field] !== undefined)
      errors.push({ ...wrong(field, 'has no meaning beside url'), code: 'not_applicable' });
  if (errors.length > 0 || typeof url !== 'string') return { kind: 'refused', errors };
  const type = isText(contentType, typePattern) ? { contentType } : {};
  return {
    kind: 'read',
    request: { kind: 'ingest', url, name: isText(name, namePattern) ? name : nameIn(url), ...type },
  };
}

function checkNames(given: Pick<Given, 'name' | 'contentType'>): ProblemItem[] {
  const errors: ProblemItem[] = [];
  if ('name' in given && !isText(given.name, namePattern))
    errors.push(wrong('name', 'must be a file name of at most 128 characters without a folder'));
  if ('contentType' in given && !isText(given.contentType, typePattern))
    errors.push(wrong('contentType', 'must be a media type of video, image, audio, font, text or application'));
  return errors;
}

const checkSize = (bytes: unknown): ProblemItem[] =>
  bytes === undefined || isSize(bytes) ? [] : [wrong('bytes', `must be an integer from 1 to ${apiLimits.assetBytes}`)];

const checkDigest = (sha256: unknown): ProblemItem[] =>
  sha256 === undefined || isText(sha256, digestPattern)
    ? []
    : [wrong('sha256', 'must be 64 hexadecimal digits in lower case')];

/** The last part of the path, as far as it is a name. */
function nameIn(url: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
  const name = last.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(-128);
  return isText(name, namePattern) ? name : 'asset';
}

const wrong = (field: string, detail: string): ProblemItem => ({ pointer: `/${field}`, code: 'invalid_value', detail });
const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);
const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= apiLimits.assetBytes;
