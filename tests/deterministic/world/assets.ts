/** Origins of assets: some answer, some only at the third time, some not for long, some never. */
import { type AssetFetcher, type Staged } from '@reelyard/render-agent';
import { type Dice } from './chance.ts';
import { type Life } from './life.ts';
import { type SimDisk } from './sim-bucket.ts';

/** Requests that a flaky origin, and one that is away, fail before they answer. */
const FAILS: Readonly<Record<string, number>> = { flaky: 2, away: 4 };

export class Origins {
  readonly #asked = new Map<string, number>();

  fetcherOf(life: Life, disk: SimDisk, dice: Dice): AssetFetcher {
    return {
      fetch: (address, { file }) =>
        life.call({
          what: 'read',
          outMs: 10 + dice.below(200),
          backMs: 10,
          serve: async () => this.#answer(address, file, disk),
        }),
    };
  }

  #answer(address: string, file: string, disk: SimDisk): Staged {
    const [kind = ''] = address.split('/').slice(3);
    const asked = (this.#asked.get(address) ?? 0) + 1;
    this.#asked.set(address, asked);
    if (kind === 'gone')
      return { kind: 'failed', failure: { class: 'permanent', code: 'asset_unavailable', message: `${address}: 404` } };
    if (asked <= (FAILS[kind] ?? 0))
      return { kind: 'failed', failure: { class: 'asset', code: 'asset_unavailable', message: `${address}: 503` } };
    disk.contents.set(file, 'asset');
    return { kind: 'staged', bytes: 5 };
  }
}
