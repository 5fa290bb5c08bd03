/**
 * One asset from its address into the bucket. Invariant: whatever happens, the row either ends (`ready`, `failed`) or is due again at a known instant,
 * and after `MAX_ATTEMPTS` or `MAX_AGE_MS` it ends; so no asset is `ingesting` for ever.
 */
import { isFarmError } from '@reelyard/contracts';
import { type Asset } from '@reelyard/ledger';
import { type FetchFailure, type FetchLimits, fetchWeb } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { record } from '../log-events.ts';
import { Hold } from './hold.ts';
import { type IngestPorts } from './ports.ts';

export const fetchLimits: FetchLimits = {
  maxBytes: apiLimits.assetBytes,
  timeoutMs: 30 * 60_000,
  headMs: 15_000,
  minBytesPerSecond: 16_384,
};

const MAX_ATTEMPTS = 5;
/** Of faults that are ours and count as no attempt. */
const MAX_AGE_MS = 6 * 3_600_000;
/** After an attempt that failed; spread by a fifth. */
const PAUSES_MS = [5_000, 30_000, 120_000, 300_000];
const LONGEST_PAUSE_MS = 600_000;
const STORAGE_PAUSE_MS = 10_000;

type Outcome =
  | { readonly kind: 'fetched'; readonly bytes: number; readonly sha256: string; readonly contentType: string }
  | FetchFailure;

/** @param taken a row under our lease, with an address  @param signal the server ends */
export async function ingestAsset(taken: Asset, ports: IngestPorts, signal: AbortSignal): Promise<void> {
  const hold = new Hold(taken, ports);
  try {
    const outcome = isSpent(taken, ports) ? spent : await fetchInto(taken, ports, AbortSignal.any([signal, hold.lost]));
    if (outcome.kind === 'failed') return await refuse(await hold.end(), outcome, ports);
    const probe = await probeObject(taken, outcome.bytes, ports);
    const now = await hold.end();
    await settle(now, { ...withoutTurn(now), state: 'ready', probe, ...factsOf(outcome) }, ports);
  } catch (error) {
    await giveBack(await hold.end(), error, ports, signal.aborted);
  }
}

const factsOf = ({ bytes, sha256, contentType }: Extract<Outcome, { kind: 'fetched' }>) => ({
  ...{ bytes, sha256, contentType },
});

/** Servers died over it, each in its turn. */
const spent: FetchFailure = {
  ...{ kind: 'failed', reason: 'unavailable', isFinal: true },
  message: 'could not be taken in: it was begun too often',
};
const isSpent = ({ attempts = 1, createdAt }: Asset, { clock }: IngestPorts): boolean =>
  attempts > MAX_ATTEMPTS || clock.now() - createdAt > MAX_AGE_MS;

async function fetchInto(asset: Asset, ports: IngestPorts, signal: AbortSignal): Promise<Outcome> {
  const { addresses, clock, storage } = ports;
  let kept = { sha256: '', contentType: asset.contentType };
  const fetched = await fetchWeb(asset.url ?? '', {
    ...{ addresses, limits: fetchLimits, signal },
    now: () => clock.now(),
    save: async (body, { media }, until) => {
      const contentType = asset.contentType === unknownType ? (media ?? unknownType) : asset.contentType;
      const { sha256 } = await storage.putStream(asset.key, body, { contentType, signal: until });
      kept = { sha256, contentType };
    },
    isOurs: isFarmError,
  });
  return fetched.kind === 'failed' ? fetched : { kind: 'fetched', bytes: fetched.bytes, ...kept };
}

export const unknownType = 'application/octet-stream';

const probeObject = ({ key }: Asset, bytes: number, { prober, storage }: IngestPorts) =>
  prober.probe((offset, size) => storage.read(key, { offset, size }), bytes);

/** The same bytes are kept once: then ours go, and the row names theirs. */
async function settle(now: Asset, after: Asset & { sha256: string }, ports: IngestPorts): Promise<void> {
  const { ledger, storage, meter, log, clock } = ports;
  const content = await ledger.findContent(now.tenant, after.sha256);
  if (content && content.key !== now.key) await storage.remove(now.key);
  const settled = { ...after, key: content?.key ?? now.key };
  if (!(await ledger.settleContent(now, settled, content))) {
    // The content came or went meanwhile, and our object may be gone: from the start.
    await ledger.updateAsset(now, { ...now, nextAt: clock.now() });
    return;
  }
  meter.count('asset.ready');
  const facts = { bytes: after.bytes, isShared: content !== undefined, durationMs: clock.now() - now.createdAt };
  record(log, 'asset.ready', { ...idsOf(now), ...facts });
}

const CODES = {
  refused: 'asset_address_blocked',
  'too-large': 'asset_too_large',
  unavailable: 'asset_unavailable',
} as const;

async function refuse(now: Asset, failure: FetchFailure, ports: IngestPorts): Promise<void> {
  const { ledger, meter, log, clock } = ports;
  const attempts = now.attempts ?? 1;
  if (!failure.isFinal && attempts < MAX_ATTEMPTS) {
    const usual = (PAUSES_MS[attempts - 1] ?? LONGEST_PAUSE_MS) * (0.8 + 0.4 * ports.random());
    const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(usual, failure.retryAfterMs ?? 0));
    await ledger.updateAsset(now, { ...now, nextAt: clock.now() + Math.round(pauseMs) });
    record(log, 'asset.put-off', { ...idsOf(now), attempts, because: failure.message });
    return;
  }
  const problem = { code: CODES[failure.reason], detail: failure.message };
  await ledger.updateAsset(now, { ...withoutTurn(now), state: 'failed', problem });
  meter.count('asset.failed');
  record(log, 'asset.failed', { ...idsOf(now), attempts, because: failure.message });
}

/** A fault of ours is no attempt. What cannot even be written is due again when the lease has run out. */
async function giveBack(now: Asset, error: unknown, ports: IngestPorts, isStopping: boolean): Promise<void> {
  const { ledger, clock, log } = ports;
  const nextAt = clock.now() + (isStopping ? 0 : STORAGE_PAUSE_MS);
  if (!isStopping) record(log, 'asset.unsettled', { ...idsOf(now), error });
  const isFault = isStopping || isFarmError(error);
  const attempts = (now.attempts ?? 1) - (isFault ? 1 : 0);
  await ledger.updateAsset(now, { ...now, attempts, nextAt }).catch(() => undefined);
}

function withoutTurn(asset: Asset): Asset {
  const rest = { ...asset };
  delete rest.nextAt;
  return rest;
}

const idsOf = ({ tenant, id }: Asset): Record<string, unknown> => ({ tenantId: tenant, assetId: id });
