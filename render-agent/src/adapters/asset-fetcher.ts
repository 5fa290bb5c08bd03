/**
 * Brings assets to the scratch folder: what the web holds by the fetcher of the runtime (every hop judged, dialed as judged, bounded), objects of
 * the farm's own bucket, and data addresses. Invariant: nothing that belongs to another tenant is read, whatever the server has let through.
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type AddressGuard, type FetchFailure, type FetchLimits, fetchWeb, withoutQuery } from '@reelyard/runtime';
import { type AssetFetcher, type Staged, type Storage } from '../ports.ts';

export interface AssetFetcherOptions {
  storage: Pick<Storage, 'fetch'>;
  /** `s3://` addresses may name no other. */
  bucket: string;
  addresses: Pick<AddressGuard, 'pin'>;
  limits: FetchLimits;
  now(): number;
}

export class HttpAssetFetcher implements AssetFetcher {
  readonly #options: AssetFetcherOptions;

  constructor(options: AssetFetcherOptions) {
    this.#options = options;
  }

  async fetch(address: string, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged> {
    if (address.startsWith('data:')) return this.#writeData(address, to.file);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol === 's3:') return this.#fetchObject(url, to, signal);
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
      return refuse(`${withoutQuery(address)} is no address that can be fetched`);
    return this.#fetchWeb(address, to.file, signal);
  }

  /** Keys of other tenants and of results are refused here. */
  async #fetchObject(url: URL, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged> {
    const key = decodeKey(url);
    if (url.host !== this.#options.bucket || key === undefined || !key.startsWith(`assets/${to.tenant}/`))
      return refuse(`${withoutQuery(url.href)} is not an asset of this tenant`);
    return this.#options.storage.fetch(key, to.file, signal);
  }

  async #writeData(address: string, toFile: string): Promise<Staged> {
    const bytes = readData(address);
    if (!bytes) return refuse('the data address is malformed');
    await writeFile(toFile, bytes);
    return { kind: 'staged', bytes: bytes.length };
  }

  async #fetchWeb(address: string, toFile: string, signal: AbortSignal): Promise<Staged> {
    const { addresses, limits, now } = this.#options;
    const fetched = await fetchWeb(address, {
      ...{ addresses, limits, now, signal },
      save: (body, _head, until) => pipeline(body, createWriteStream(toFile), { signal: until }),
      isOurs: isDisk,
    });
    return fetched.kind === 'fetched' ? { kind: 'staged', bytes: fetched.bytes } : toStaged(fetched);
  }
}

const CODES = {
  refused: 'asset_address_refused',
  'too-large': 'asset_too_large',
  unavailable: 'asset_unavailable',
} as const satisfies Record<FetchFailure['reason'], string>;

/** The origin may mend it (class asset), or the client must (permanent). */
function toStaged({ reason, isFinal, message, retryAfterMs }: FetchFailure): Staged {
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs };
  const failure = { class: isFinal ? 'permanent' : 'asset', code: CODES[reason], message, ...pause } as const;
  return { kind: 'failed', failure };
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

const isDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const refuse = (message: string): Staged => ({
  kind: 'failed',
  failure: { class: 'permanent', code: 'asset_address_refused', message },
});
