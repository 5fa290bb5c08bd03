/**
 * Verifies presigned URLs (Signature Version 4 in the query string). Source: S3 API Reference, "Authenticating requests:
 * using query parameters". Calls signed by a header are taken on trust: only these URLs leave our processes' hands.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type ServiceRequest } from '../../service.ts';
import { s3Error } from './s3-error.ts';

/** The secret of every access key of the loopback AWS. Services get it as AWS_SECRET_ACCESS_KEY; it protects nothing. */
export const localSecretAccessKey = 'local';

/** Seconds. Longest validity of a presigned URL: a week. */
const maxExpires = 604_800;
/** Milliseconds a signer's clock may be ahead. */
const maxSkewMs = 15 * 60_000;

export function isPresigned(query: URLSearchParams): boolean {
  return query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm');
}

export function checkPresigned(request: ServiceRequest, now: number): void {
  const { query } = request;
  const [algorithm, date, scope, names, signature] = [
    'Algorithm',
    'Date',
    'Credential',
    'SignedHeaders',
    'Signature',
  ].map((name) => query.get(`X-Amz-${name}`) ?? '');
  if (!date || !scope || !names || !signature) throw s3Error('AuthorizationQueryParametersError');
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw s3Error('AuthorizationQueryParametersError', {}, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  checkHeaders(request.headers, names.split(';'));
  checkTime(date, query.get('X-Amz-Expires') ?? '', now);
  const canonical = canonicalRequest(request, names.split(';'));
  const scopeParts = scope.split('/').slice(1);
  const text = ['AWS4-HMAC-SHA256', date, scopeParts.join('/'), sha256(canonical)].join('\n');
  const key = scopeParts.reduce((before: string | Buffer, part) => hmac(before, part), `AWS4${localSecretAccessKey}`);
  const expected = hmac(key, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw s3Error('SignatureDoesNotMatch', { StringToSign: text, CanonicalRequest: canonical });
  }
}

/**
 * The headers of a presigned call: its own, and those that the signer put into the URL. Checksums in a URL are not
 * taken for claims, because SDKs put that of an empty body there; S3 ignores them as well.
 */
export function presignedHeaders({ query, headers }: ServiceRequest): Record<string, string> {
  const hoisted = [...query].filter(([name]) => /^x-amz-(?!checksum-|sdk-|content-)/.test(name));
  return { ...Object.fromEntries(hoisted), ...headers };
}

/** A header of S3's own changes what a call means, so each must be signed. */
function checkHeaders(headers: Record<string, string>, signed: string[]): void {
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.includes(name),
  );
  if (unsigned.length === 0) return;
  const text = 'There were headers present in the request which were not signed';
  throw s3Error('AccessDenied', { HeadersNotSigned: unsigned.join(', ') }, text);
}

function checkTime(date: string, expires: string, now: number): void {
  const signedAt = parseDate(date);
  const seconds = Number(expires);
  const isValid = /^\d+$/.test(expires) && seconds >= 1 && seconds <= maxExpires;
  if (!isValid || Number.isNaN(signedAt)) {
    throw s3Error('AuthorizationQueryParametersError', {}, 'X-Amz-Expires must be between 1 and 604800 seconds');
  }
  if (signedAt > now + maxSkewMs) throw s3Error('AccessDenied', {}, 'Request is not yet valid');
  const expiresAt = signedAt + seconds * 1000;
  if (now <= expiresAt) return;
  const extra = { 'X-Amz-Expires': expires, Expires: iso(expiresAt), ServerTime: iso(now) };
  throw s3Error('AccessDenied', extra, 'Request has expired');
}

function canonicalRequest({ method, path, query, headers }: ServiceRequest, names: string[]): string {
  const pairs = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  const payload = query.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  // A path that is no valid encoding was refused when its key was read.
  const uri = decodeURIComponent(path).split('/').map(encode).join('/');
  return [method, uri, pairs.join('&'), lines.join(''), names.join(';'), payload].join('\n');
}

/** All but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `20260101T120000Z` in milliseconds; NaN when it is no date. */
function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
