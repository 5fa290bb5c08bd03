/**
 * Fetches what clients name. Invariant: every hop goes through the address guard, and exactly the address that it judged is dialed, so a
 * second answer of DNS or a redirect cannot lead inside. What arrives is bounded in bytes, in pace and in time, and never unpacked.
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type TaskFailure } from '@reelyard/contracts';
import { type AddressGuard, type PinnedAddress, dialPinned, readRetryAfter } from '@reelyard/runtime';
import { classifyAssetStatus, withoutQuery } from '../core/classify-asset.ts';
import { type AssetFetcher, type Staged, type Storage } from '../ports.ts';
import { BodyLimit, BodyLimitError } from './body-limit.ts';

export interface AssetFetcherOptions {
  storage: Pick<Storage, 'fetch'>;
  /** `s3://` addresses may name no other. */
  bucket: string;
  addresses: Pick<AddressGuard, 'pin'>;
  limits: FetchLimits;
  now(): number;
}

export interface FetchLimits {
  maxBytes: number;
  timeoutMs: number;
  /** Until the head of an answer is there. */
  headMs: number;
  /** Averaged over each 10 s. */
  minBytesPerSecond: number;
}

const MAX_HOPS = 5;

export class HttpAssetFetcher implements AssetFetcher {
  readonly #options: AssetFetcherOptions;

  constructor(options: AssetFetcherOptions) {
    this.#options = options;
  }

  async fetch(address: string, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged> {
    const toFile = to.file;
    if (address.startsWith('data:')) return this.#writeData(address, toFile);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol === 's3:') return this.#fetchObject(url, to, signal);
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
      return refuse('asset_address_refused', `${withoutQuery(address)} is no address that can be fetched`);
    return this.#follow(address, toFile, signal);
  }

  /** Keys of other tenants and of results are refused here, whatever the server has let through. */
  async #fetchObject(url: URL, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged> {
    const key = decodeKey(url);
    if (url.host !== this.#options.bucket || key === undefined || !key.startsWith(`assets/${to.tenant}/`))
      return refuse('asset_address_refused', `${withoutQuery(url.href)} is not an asset of this tenant`);
    return this.#options.storage.fetch(key, to.file, signal);
  }

  async #writeData(address: string, toFile: string): Promise<Staged> {
    const bytes = readData(address);
    if (!bytes) return refuse('asset_address_refused', 'the data address is malformed');
    await writeFile(toFile, bytes);
    return { kind: 'staged', bytes: bytes.length };
  }

  async #follow(first: string, toFile: string, signal: AbortSignal): Promise<Staged> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#options.limits.timeoutMs)]);
    let address = first;
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
        const pinned = await this.#options.addresses.pin(address, bounded);
        if (pinned.kind === 'refused')
          return refuse('asset_address_refused', `${withoutQuery(address)} ${pinned.detail}`);
        if (pinned.kind === 'unresolved') return retry(`${withoutQuery(address)} ${pinned.detail}`);
        const answer = await this.#fetchHop(pinned, bounded, toFile);
        if (answer.kind !== 'redirect') return answer;
        address = answer.to;
      }
      return refuse('asset_unavailable', `${withoutQuery(first)} redirects too often`);
    } catch (error) {
      if (signal.aborted || isDisk(error)) throw error;
      return readFault(address, error, bounded.aborted);
    }
  }

  async #fetchHop(
    target: PinnedAddress,
    signal: AbortSignal,
    toFile: string,
  ): Promise<Staged | { kind: 'redirect'; to: string }> {
    const response = await this.#awaitHead(target, signal);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) return readRedirect(target.url, response);
    if (status !== 200) {
      response.destroy();
      const retryAfterMs = readRetryAfter(response.headers['retry-after'], this.#options.now());
      return { kind: 'failed', failure: classifyAssetStatus(status, withoutQuery(target.url.href), retryAfterMs) };
    }
    return this.#save(target.url, response, signal, toFile);
  }

  /** An origin that takes the connection and says nothing holds a render host for this long at the most. */
  async #awaitHead(target: PinnedAddress, signal: AbortSignal): Promise<IncomingMessage> {
    const { headMs } = this.#options.limits;
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

  async #save(url: URL, response: IncomingMessage, signal: AbortSignal, toFile: string): Promise<Staged> {
    const refused = this.#judgeHead(url, response);
    if (refused) {
      response.destroy();
      return refused;
    }
    const limit = new BodyLimit(this.#options.limits);
    await pipeline(response, limit, createWriteStream(toFile), { signal });
    return { kind: 'staged', bytes: limit.bytes };
  }

  #judgeHead(url: URL, { headers }: IncomingMessage): Staged | undefined {
    const address = withoutQuery(url.href);
    const { maxBytes } = this.#options.limits;
    const announced = Number(headers['content-length'] ?? 0);
    if (announced > maxBytes)
      return refuse('asset_too_large', `${address} has ${announced} bytes; ${maxBytes} are allowed`);
    const encodings = `${headers['content-encoding'] ?? ''},${headers['transfer-encoding'] ?? ''}`.split(',');
    if (encodings.every((one) => /^\s*(?:identity|chunked)?\s*$/i.test(one))) return undefined;
    return refuse('asset_unavailable', `${address} is sent compressed although it was asked for as it is`);
  }
}

/** Undefined when it is malformed. */
function readData(address: string): Buffer | undefined {
  const match = /^data:[^,]*?(;base64)?,(.*)$/s.exec(address);
  try {
    return match ? Buffer.from(decodeURIComponent(match[2] ?? ''), match[1] ? 'base64' : 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function decodeKey(url: URL): string | undefined {
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    return undefined;
  }
}

function readRedirect(from: URL, response: IncomingMessage): Staged | { kind: 'redirect'; to: string } {
  response.destroy();
  const { location } = response.headers;
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (
    to &&
    (to.protocol === 'http:' || to.protocol === 'https:') &&
    !(from.protocol === 'https:' && to.protocol === 'http:')
  )
    return { kind: 'redirect', to: to.href };
  return refuse('asset_unavailable', `${withoutQuery(from.href)} redirects to nowhere we go`);
}

class SilenceError extends Error {}

function readFault(from: string, error: unknown, isTimeout: boolean): Staged {
  const address = withoutQuery(from);
  if (error instanceof BodyLimitError && error.limit === 'bytes')
    return refuse('asset_too_large', `${address} ${error.message}`);
  if (isTimeout) return retry(`${address} took too long`);
  if (error instanceof SilenceError) return retry(`${address} ${error.message}`);
  return retry(`${address}: ${error instanceof Error ? error.message : String(error)}`);
}

const isDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const failed = (failureClass: TaskFailure['class'], code: string, message: string): Staged => ({
  kind: 'failed',
  failure: { class: failureClass, code, message },
});
const refuse = (code: string, message: string): Staged => failed('permanent', code, message);
const retry = (message: string): Staged => failed('asset', 'asset_unavailable', message);
