/**
 * Fetches what clients name: assets for a render host, and assets that are taken in. Invariant: every hop goes through the address guard, and
 * exactly the address that it judged is dialed, so a second answer of DNS or a redirect cannot lead inside. What arrives is bounded in bytes, in
 * pace and in time, and never unpacked.
 */
import { type IncomingMessage } from 'node:http';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AddressGuard, type PinnedAddress } from '../address-guard/address-guard.ts';
import { dialPinned } from '../address-guard/dial-pinned.ts';
import { readRetryAfter } from '../retry-after.ts';
import { BodyLimit, BodyLimitError } from './body-limit.ts';
import { withoutQuery } from './without-query.ts';

export interface FetchLimits {
  maxBytes: number;
  timeoutMs: number;
  /** Until the head of an answer is there. */
  headMs: number;
  /** Averaged over each 10 s. */
  minBytesPerSecond: number;
}

export interface FetchWebOptions {
  addresses: Pick<AddressGuard, 'pin'>;
  limits: FetchLimits;
  now(): number;
  signal: AbortSignal;
  /** Takes the body as it comes; `media` is the media type that the origin gave, without parameters. */
  save(body: Readable, head: { media?: string }, signal: AbortSignal): Promise<void>;
  /** A fault of the side that saves: it is thrown, not told as the origin's. */
  isOurs(error: unknown): boolean;
}

export interface FetchFailure {
  kind: 'failed';
  reason: 'refused' | 'too-large' | 'unavailable';
  /** The client must mend it; otherwise the origin may. */
  isFinal: boolean;
  /** Names the address without its query. */
  message: string;
  retryAfterMs?: number;
}

export type Fetched = { kind: 'fetched'; bytes: number; media?: string } | FetchFailure;

type Hop = Fetched | { kind: 'redirect'; to: string };

const MAX_HOPS = 5;

/** @throws what `isOurs` claims, and whatever it was when the caller's signal is aborted */
export async function fetchWeb(first: string, options: FetchWebOptions): Promise<Fetched> {
  const bounded = AbortSignal.any([options.signal, AbortSignal.timeout(options.limits.timeoutMs)]);
  let address = first;
  try {
    for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
      const pinned = await options.addresses.pin(address, bounded);
      if (pinned.kind === 'refused') return final('refused', `${withoutQuery(address)} ${pinned.detail}`);
      if (pinned.kind === 'unresolved') return passing(`${withoutQuery(address)} ${pinned.detail}`);
      const answer = await fetchHop(pinned, bounded, options);
      if (answer.kind !== 'redirect') return answer;
      address = answer.to;
    }
    return final('unavailable', `${withoutQuery(first)} redirects too often`);
  } catch (error) {
    if (options.signal.aborted || options.isOurs(error)) throw error;
    return readFault(address, error, bounded.aborted);
  }
}

async function fetchHop(target: PinnedAddress, signal: AbortSignal, options: FetchWebOptions): Promise<Hop> {
  const response = await awaitHead(target, signal, options.limits.headMs);
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) return readRedirect(target.url, response);
  if (status === 200) return saveBody(target.url, response, signal, options);
  response.destroy();
  const message = `${withoutQuery(target.url.href)} answered ${status}`;
  if (HOPELESS.has(status)) return final('unavailable', message);
  const retryAfterMs = readRetryAfter(response.headers['retry-after'], options.now());
  return { ...passing(message), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** The same request will be answered the same. */
const HOPELESS = new Set([400, 401, 403, 404, 405, 406, 410, 414, 451]);

/** An origin that takes the connection and says nothing holds us for this long at the most. */
async function awaitHead(target: PinnedAddress, signal: AbortSignal, headMs: number): Promise<IncomingMessage> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new SilenceError(`did not answer within ${headMs} ms`)), headMs);
  try {
    return await dialPinned(target, { signal: AbortSignal.any([signal, patience.signal]) });
  } catch (error) {
    throw patience.signal.aborted ? patience.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

async function saveBody(
  url: URL,
  response: IncomingMessage,
  signal: AbortSignal,
  { limits, save }: FetchWebOptions,
): Promise<Fetched> {
  const refused = judgeHead(url, response, limits.maxBytes);
  if (refused) {
    response.destroy();
    return refused;
  }
  const type = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const media = type === undefined || type === '' ? {} : { media: type };
  const body = new BodyLimit(limits);
  const arriving = pipeline(response, body, { signal });
  // Whoever saves sees the same fault on the body.
  arriving.catch(() => undefined);
  try {
    await save(body, media, signal);
  } finally {
    if (!body.readableEnded) body.destroy();
  }
  await arriving;
  return { kind: 'fetched', bytes: body.bytes, ...media };
}

function judgeHead(url: URL, { headers }: IncomingMessage, maxBytes: number): FetchFailure | undefined {
  const address = withoutQuery(url.href);
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > maxBytes) return final('too-large', `${address} has ${announced} bytes; ${maxBytes} are allowed`);
  const encodings = `${headers['content-encoding'] ?? ''},${headers['transfer-encoding'] ?? ''}`.split(',');
  if (encodings.every((one) => /^\s*(?:identity|chunked)?\s*$/i.test(one))) return undefined;
  return final('unavailable', `${address} is sent compressed although it was asked for as it is`);
}

function readRedirect(from: URL, response: IncomingMessage): Hop {
  response.destroy();
  const { location } = response.headers;
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (
    to &&
    (to.protocol === 'http:' || to.protocol === 'https:') &&
    !(from.protocol === 'https:' && to.protocol === 'http:')
  )
    return { kind: 'redirect', to: to.href };
  return final('unavailable', `${withoutQuery(from.href)} redirects to nowhere we go`);
}

class SilenceError extends Error {}

function readFault(from: string, error: unknown, isTimeout: boolean): FetchFailure {
  const address = withoutQuery(from);
  if (error instanceof BodyLimitError && error.limit === 'bytes')
    return final('too-large', `${address} ${error.message}`);
  if (isTimeout) return passing(`${address} took too long`);
  if (error instanceof SilenceError) return passing(`${address} ${error.message}`);
  return passing(`${address}: ${error instanceof Error ? error.message : String(error)}`);
}

const final = (reason: FetchFailure['reason'], message: string): FetchFailure => ({
  ...{ kind: 'failed', reason, message },
  isFinal: true,
});
const passing = (message: string): FetchFailure => ({
  ...{ kind: 'failed', reason: 'unavailable', message },
  isFinal: false,
});
