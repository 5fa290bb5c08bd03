/** Assets of a tenant by their address, each looked up once a job, a hundred a call of the table and a few uploads at a time. */
import { type ProblemItem } from '@reelyard/contracts';
import { type Asset } from '@reelyard/ledger';
import { type Uploads } from '../assets/uploads.ts';
import { type JobStore } from '../ports.ts';

export const scheme = 'asset://';

export type Problem = Omit<ProblemItem, 'pointer'>;
export type Found = { readonly kind: 'ready'; readonly asset: Asset } | ({ readonly kind: 'not-ready' } & Problem);

export interface FindAssetsPorts {
  readonly ledger: Pick<JobStore, 'findAssets'>;
  readonly uploads: Pick<Uploads, 'look'>;
}

/** Looks into the bucket at a time. */
const AT_ONCE = 8;

/** @returns by address; every `asset://` address that was asked for has its answer */
export async function findAssets(
  tenant: string,
  sources: readonly string[],
  { ledger, uploads }: FindAssetsPorts,
): Promise<ReadonlyMap<string, Found>> {
  const wanted = [...new Set(sources.filter((src) => src.startsWith(scheme)))];
  const ids = wanted.map((src) => src.slice(scheme.length)).filter(isAssetId);
  const rows = ids.length === 0 ? [] : await ledger.findAssets(tenant, ids);
  const byId = new Map(ids.map((id, index) => [id, rows[index]]));
  const found = new Map<string, Found>();
  const queue = [...wanted];
  const work = async (): Promise<void> => {
    for (let src = queue.pop(); src !== undefined; src = queue.pop()) {
      const row = byId.get(src.slice(scheme.length));
      found.set(src, row === undefined ? unknown(src) : judge(await uploads.look(row)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

const unknown = (src: string): Found => ({
  kind: 'not-ready',
  code: 'asset_unknown',
  detail: `there is no asset ${src.slice(scheme.length).slice(0, 64)}`,
});

function judge(asset: Asset): Found {
  const { id, problem } = asset;
  switch (asset.state ?? 'awaiting-upload') {
    case 'ready':
      return { kind: 'ready', asset };
    case 'ingesting':
      return { kind: 'not-ready', code: 'asset_not_ready', detail: `${id} is still being fetched` };
    case 'failed':
      return {
        kind: 'not-ready',
        code: 'asset_failed',
        detail: `${id} failed: ${problem?.detail ?? 'for no known reason'}`,
      };
    case 'awaiting-upload':
      return { kind: 'not-ready', code: 'asset_not_uploaded', detail: `${id} was not uploaded yet` };
  }
}

const isAssetId = (id: string): boolean => /^ast_[0-9A-HJKMNP-TV-Z]{26}$/.test(id);
