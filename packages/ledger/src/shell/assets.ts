/** Assets and the contents that they share. The writes of `asset-ledger.ts`. */
import { assetDispatch, partitions } from '../items/index-keys.ts';
import { ASSET_PREFIX, assetKey, contentKey, idempotencyKey, padInstant, tenantPk } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import {
  type Asset,
  type AssetContent,
  type AssetCreation,
  type AssetLedger,
  type AssetRef,
  type AssetReply,
} from '../asset-ledger.ts';
import { type ItemStore, MAX_KEYS } from '../item-store.ts';
import { type Page } from '../page.ts';
import { type Change, type Guard, type Item } from '../protocol/change.ts';
import { isSame } from '../protocol/same.ts';
import { absent, any, constant, eq, lte } from '../protocol/words.ts';

const toAsset = (item: Item): Asset => strip(item) as unknown as Asset;
const toContent = (item: Item): AssetContent => strip(item) as unknown as AssetContent;
const visible = (item: Item | undefined): Asset | undefined =>
  item === undefined || item['isDeleted'] === true ? undefined : toAsset(item);

export function assetRows(store: ItemStore): AssetLedger {
  return { ...assetReads(store), ...assetWrites(store), ...contentRows(store) };
}

type Reads = 'findAsset' | 'findAssets' | 'listAssets' | 'findDueAssets';
type Contents = 'findContent' | 'settleContent' | 'deleteAsset' | 'purgeAsset';

function assetReads(store: ItemStore): Pick<AssetLedger, Reads> {
  return {
    findAsset: async (tenant, id) => visible((await store.get([assetKey(tenant, id)]))[0]),
    findAssets: async (tenant, ids) => {
      const found: (Asset | undefined)[] = [];
      for (let from = 0; from < ids.length; from += MAX_KEYS) {
        const page = ids.slice(from, from + MAX_KEYS).map((id) => assetKey(tenant, id));
        found.push(...(await store.get(page)).map(visible));
      }
      return found;
    },
    listAssets: (filter) => listAssets(store, filter),
    findDueAssets: (now, limit) => findDue(store, now, limit),
  };
}

function assetWrites(store: ItemStore): Omit<AssetLedger, Reads | Contents> {
  const update: AssetLedger['updateAsset'] = async (before, after) => {
    const written = next(before, after);
    const applied = await store.apply([putOver(before, written)]);
    return applied.kind === 'applied' || isOurs(applied.refusals[0]?.before, written) ? written : undefined;
  };
  return {
    createAsset: (asset, now, idempotency) => create(store, asset, now, idempotency),
    updateAsset: update,
    takeAsset: async ({ tenant, id }, leaseMs, now) => {
      const [item] = await store.get([assetKey(tenant, id)]);
      const asset = item && toAsset(item);
      if (asset?.nextAt === undefined || asset.nextAt > now) return undefined;
      const taken = next(asset, { ...asset, attempts: (asset.attempts ?? 0) + 1, nextAt: now + leaseMs });
      // Two servers of the same instant would write the same: only who was let through has it.
      return (await store.apply([putOver(asset, taken)])).kind === 'applied' ? taken : undefined;
    },
  };
}

function contentRows(store: ItemStore): Pick<AssetLedger, Contents> {
  const findContent: AssetLedger['findContent'] = async (tenant, sha256) => {
    const [item] = await store.get([contentKey(tenant, sha256)]);
    return item && toContent(item);
  };
  /** An upload of the same bytes lies elsewhere and has no share. */
  const findOwnContent = async ({ tenant, sha256, key }: Asset): Promise<AssetContent | undefined> => {
    const content = sha256 === undefined ? undefined : await findContent(tenant, sha256);
    return content?.key === key ? content : undefined;
  };
  return {
    findContent,
    settleContent: async (taken, after, content) => {
      const written = next(taken, after);
      const { tenant, sha256, key } = after;
      const grown = content
        ? { ...content, shares: content.shares + 1, version: content.version + 1 }
        : { tenant, sha256, key, shares: 1, version: 1 };
      const applied = await store.apply([putOver(taken, written), putContent(grown, content)]);
      return applied.kind === 'applied' || isOurs(applied.refusals[0]?.before, written);
    },
    deleteAsset: async (asset, from) => {
      const { tenant, id } = asset;
      const content = await findOwnContent(asset);
      if (content && content.shares > 1) {
        const less = { ...content, shares: content.shares - 1, version: content.version + 1 };
        const gone: Change = { kind: 'delete', key: assetKey(tenant, id), guards: [sameVersion(asset)] };
        return {
          kind: (await store.apply([gone, putContent(less, content)])).kind === 'applied' ? 'shared' : 'changed',
        };
      }
      const row = next(asset, { ...asset, isDeleted: true, nextAt: from });
      const changes = [putOver(asset, row), ...(content ? [dropContent(content)] : [])];
      return (await store.apply(changes)).kind === 'applied' ? { kind: 'object', row } : { kind: 'changed' };
    },
    purgeAsset: async (deleted) => {
      const key = assetKey(deleted.tenant, deleted.id);
      await store.apply([{ kind: 'delete', key, guards: [eq('isDeleted', constant(true))] }]);
    },
  };
}

const next = (before: Asset, after: Asset): Asset => ({ ...after, version: (before.version ?? 0) + 1 });

/** Rows from before have none. */
const sameVersion = ({ version }: Asset): Guard =>
  version === undefined ? absent('version') : eq('version', constant(version));

/** Sent again after its reply was lost, a write is refused by itself. */
const isOurs = (item: Item | undefined, written: Asset): boolean =>
  item !== undefined && isSame(strip(item), { ...written });

function putOver(before: Asset, after: Asset): Change {
  const key = assetKey(before.tenant, before.id);
  return { kind: 'put', key, guards: [sameVersion(before), eq('id', constant(before.id))], item: itemOf(after) };
}

function putContent(content: AssetContent, before: AssetContent | undefined): Change {
  const key = contentKey(content.tenant, content.sha256);
  const guard = before ? eq('version', constant(before.version)) : absent('pk');
  return { kind: 'put', key, guards: [guard], item: { ...content, ...key } };
}

const dropContent = ({ tenant, sha256, version }: AssetContent): Change => ({
  kind: 'delete',
  key: contentKey(tenant, sha256),
  guards: [eq('version', constant(version))],
});

const itemOf = (asset: Asset): Item => ({
  ...asset,
  ...assetKey(asset.tenant, asset.id),
  ...(asset.nextAt === undefined ? {} : assetDispatch(asset, asset.nextAt)),
});

async function create(
  store: ItemStore,
  asset: Asset,
  now: number,
  idempotency: AssetReply | undefined,
): Promise<AssetCreation> {
  const key = assetKey(asset.tenant, asset.id);
  const put: Change = { kind: 'put', key, guards: [absent('pk')], item: itemOf(asset) };
  const applied = await store.apply(idempotency ? [putReply(asset, idempotency, now), put] : [put]);
  if (applied.kind === 'applied' || !idempotency) return { kind: 'created' };
  const record = applied.refusals.find(({ index }) => index === 0)?.before;
  if (record === undefined || record['asset'] === asset.id) return { kind: 'created' };
  if (record['fingerprint'] !== idempotency.fingerprint) return { kind: 'key-reused' };
  const { status, body, location } = record as unknown as AssetReply['reply'];
  return { kind: 'replayed', reply: { status, body, location } };
}

function putReply({ tenant, id }: Asset, { key: wanted, route, reply, ...rest }: AssetReply, now: number): Change {
  const key = idempotencyKey(tenant, route, wanted);
  // DynamoDB's TTL counts in seconds and only cleans: expiry is judged by `expiresAt`.
  const item = { ...key, asset: id, ...rest, ...reply, ttl: Math.ceil(rest.expiresAt / 1_000) };
  return { kind: 'put', key, guards: [any(absent('pk'), lte('expiresAt', constant(now)))], item };
}

async function listAssets(
  store: ItemStore,
  { tenant, limit, cursor }: { tenant: string; limit: number; cursor?: string },
): Promise<Page<Asset>> {
  const after = cursor === undefined ? {} : { after: `${ASSET_PREFIX}${cursor}` };
  const wanted = { pk: tenantPk(tenant), prefix: ASSET_PREFIX, descending: true };
  const rows = await store.query({ ...wanted, limit: limit + 1, ...after });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.flatMap((item) => visible(item) ?? []);
  return rows.length > limit && last ? { items, cursor: last.sk.slice(ASSET_PREFIX.length) } : { items };
}

async function findDue(store: ItemStore, now: number, limit: number): Promise<AssetRef[]> {
  const upTo = padInstant(now);
  const found = await Promise.all(
    partitions('asset').map((partition) => store.queryIndex({ index: 'dispatch', partition, upTo, limit })),
  );
  return found
    .flat()
    .sort((a, b) => (String(a['dispatchSk']) < String(b['dispatchSk']) ? -1 : 1))
    .slice(0, limit)
    .map(({ pk, sk }) => ({ tenant: pk.slice(tenantPk('').length), id: sk.slice(ASSET_PREFIX.length) }));
}
