/** A server's right to one asset that it takes in: renewed while the work lasts, and lost when another writer was first. */
import { type Asset } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';
import { type AssetStore } from './ports.ts';

/** A server that dies holds an asset for this long. */
export const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

export class Hold {
  readonly #ledger: Pick<AssetStore, 'updateAsset'>;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  readonly #lost = new AbortController();
  #asset: Asset;
  #renewing: Promise<void>;

  constructor(asset: Asset, { ledger, clock }: { ledger: Pick<AssetStore, 'updateAsset'>; clock: Clock }) {
    this.#asset = asset;
    this.#ledger = ledger;
    this.#clock = clock;
    this.#renewing = this.#renew();
  }

  /** Somebody else has it, or it was deleted. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The row as it was written last. Nothing renews it any more. */
  async end(): Promise<Asset> {
    this.#ended.abort();
    await this.#renewing;
    return this.#asset;
  }

  async #renew(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      await this.#clock.sleep(RENEW_MS, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      const wanted = { ...this.#asset, nextAt: this.#clock.now() + LEASE_MS };
      try {
        const renewed = await this.#ledger.updateAsset(this.#asset, wanted);
        if (renewed === undefined) return this.#lost.abort();
        this.#asset = renewed;
      } catch {
        // The table is away: the lease lasts two more turns.
      }
    }
  }
}
