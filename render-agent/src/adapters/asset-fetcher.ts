/**
 * Fetches what clients name. Invariant: for every hop the host is resolved once, every resolved address is judged, and exactly the judged
 * address is dialed, so a second answer of DNS or a redirect cannot lead inside. Only exact origins of FETCH_ALLOW are exempt.
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type TaskFailure } from '@reelyard/contracts';
import { classifyAssetStatus, readRetryAfter, withoutQuery } from '../core/classify-asset.ts';
import { type AssetFetcher, type Staged, type Storage } from '../ports.ts';
import { BodyLimit, BodyLimitError } from './body-limit.ts';
import { type Dial, dial, resolvePinned } from './pinned-dial.ts';

export interface AssetFetcherOptions {
  storage: Pick<Storage, 'fetch'>;
  /** `s3://` addresses may name no other. */
  bucket: string;
  /** Exact origins (`http://127.0.0.1:8080`) that may be private. */
  allow: readonly string[];
  limits: FetchLimits;
  /** Every address of a name. */
  lookup(hostname: string): Promise<string[]>;
  now(): number;
}

export interface FetchLimits {
  maxBytes: number;
  timeoutMs: number;
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
    return this.#follow(url, toFile, signal);
  }

  /** Keys of other tenants and of results are refused here, whatever the server has let through. */
  async #fetchObject(url: URL, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged> {
    const key = decodeKey(url);
    if (url.host !== this.#options.bucket || key === undefined || !key.startsWith(`assets/${to.tenant}/`))
      return refuse('asset_address_refused', `${withoutQuery(url.href)} is not an asset of this tenant`);
    return this.#options.storage.fetch(key, to.file, signal);
  }

  async #writeData(address: string, toFile: string): Promise<Staged> {
    const match = /^data:[^,]*?(;base64)?,(.*)$/s.exec(address);
    if (!match) return refuse('asset_address_refused', 'the data address is malformed');
    const bytes = Buffer.from(decodeURIComponent(match[2] ?? ''), match[1] ? 'base64' : 'utf8');
    await writeFile(toFile, bytes);
    return { kind: 'staged', bytes: bytes.length };
  }

  async #follow(first: URL, toFile: string, signal: AbortSignal): Promise<Staged> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#options.limits.timeoutMs)]);
    let url = first;
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
        const pinned = await resolvePinned(url, this.#options);
        if (pinned.kind === 'refused') return refuse('asset_address_refused', pinned.message);
        if (pinned.kind === 'unresolved') return retry(`${url.host} cannot be resolved`);
        const answer = await this.#fetchHop({ url, address: pinned.address, signal: bounded }, toFile);
        if (answer.kind !== 'redirect') return answer;
        url = answer.to;
      }
      return refuse('asset_unavailable', `${withoutQuery(first.href)} redirects too often`);
    } catch (error) {
      if (signal.aborted || isDisk(error)) throw error;
      return readFault(url, error, bounded.aborted);
    }
  }

  async #fetchHop(target: Dial, toFile: string): Promise<Staged | { kind: 'redirect'; to: URL }> {
    const response = await dial(target);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) return readRedirect(target.url, response);
    if (status !== 200) {
      response.destroy();
      const retryAfterMs = readRetryAfter(response.headers['retry-after'], this.#options.now());
      return { kind: 'failed', failure: classifyAssetStatus(status, withoutQuery(target.url.href), retryAfterMs) };
    }
    return this.#save(target, response, toFile);
  }

  async #save(target: Dial, response: IncomingMessage, toFile: string): Promise<Staged> {
    const { maxBytes } = this.#options.limits;
    const announced = Number(response.headers['content-length'] ?? 0);
    if (announced > maxBytes) {
      response.destroy();
      return refuse(
        'asset_too_large',
        `${withoutQuery(target.url.href)} has ${announced} bytes; ${maxBytes} are allowed`,
      );
    }
    const limit = new BodyLimit(this.#options.limits);
    await pipeline(response, limit, createWriteStream(toFile), { signal: target.signal });
    return { kind: 'staged', bytes: limit.bytes };
  }
}

function decodeKey(url: URL): string | undefined {
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    return undefined;
  }
}

function readRedirect(from: URL, response: IncomingMessage): Staged | { kind: 'redirect'; to: URL } {
  response.destroy();
  const { location } = response.headers;
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (
    to &&
    (to.protocol === 'http:' || to.protocol === 'https:') &&
    !(from.protocol === 'https:' && to.protocol === 'http:')
  )
    return { kind: 'redirect', to };
  return refuse('asset_unavailable', `${withoutQuery(from.href)} redirects to nowhere we go`);
}

function readFault(url: URL, error: unknown, isTimeout: boolean): Staged {
  const address = withoutQuery(url.href);
  if (error instanceof BodyLimitError && error.limit === 'bytes')
    return refuse('asset_too_large', `${address} ${error.message}`);
  if (isTimeout) return retry(`${address} took too long`);
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
