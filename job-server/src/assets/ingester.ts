/**
 * Takes up assets that are due: fetches those that are `ingesting`, and removes the objects of deleted ones. Level-triggered like the dispatcher of
 * webhooks: it looks every few seconds, and at once when somebody wakes it. Many servers may run one each.
 */
import { type Asset } from '@reelyard/ledger';
import { startLoop } from '@reelyard/runtime';
import { record } from '../log-events.ts';
import { LEASE_MS } from './hold.ts';
import { ingestAsset } from './ingest-asset.ts';
import { type IngestPorts } from './ports.ts';

export interface Ingester {
  /** Something may be due. */
  wake(): void;
  /** Starts nothing more, gives back what is under way, and resolves when that is written. */
  stop(): Promise<void>;
}

/** Each holds a part of an upload in memory. */
const MOST_UNDER_WAY = 6;
const PAGE = 50;

export function startIngester(ports: IngestPorts, { ingestMs }: { ingestMs: number }): Ingester {
  const { ledger, clock, log } = ports;
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  let isMoreWanted = false;
  const begin = (asset: Asset): void => {
    const work = takeUp(asset, ports, ending.signal)
      .catch((error: unknown) => record(log, 'asset.unsettled', { tenantId: asset.tenant, assetId: asset.id, error }))
      .finally(() => {
        underWay.delete(work);
        wake();
      });
    underWay.add(work);
  };
  const pass = async (signal: AbortSignal): Promise<void> => {
    do {
      isMoreWanted = false;
      for (const ref of await ledger.findDueAssets(clock.now(), PAGE)) {
        if (underWay.size >= MOST_UNDER_WAY || signal.aborted) break;
        const taken = await ledger.takeAsset(ref, LEASE_MS, clock.now());
        if (taken) begin(taken);
      }
      // Woken during the pass: what it was woken for may have been missed.
    } while (isMoreWanted && underWay.size < MOST_UNDER_WAY && !signal.aborted);
  };
  const options = { name: 'ingest', intervalMs: ingestMs, clock, log, random: () => ports.random() };
  const loop = startLoop(pass, options);
  const wake = (): void => {
    isMoreWanted = true;
    loop.wake();
  };
  return {
    wake,
    stop: async () => {
      ending.abort();
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

async function takeUp(asset: Asset, ports: IngestPorts, signal: AbortSignal): Promise<void> {
  if (asset.isDeleted !== true) return ingestAsset(asset, ports, signal);
  await ports.storage.remove(asset.key);
  await ports.ledger.purgeAsset(asset);
}
