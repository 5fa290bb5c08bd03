/** API keys: plain rows of a tenant. */
import { apiKeyKey, KEY_PREFIX, tenantPk } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type ApiKey, type TenantLedger } from '../ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Item, type ItemKey } from '../protocol/change.ts';

const toKey = (item: Item): ApiKey => strip(item) as unknown as ApiKey;

export function tenantRows(store: ItemStore): TenantLedger {
  const put = async (key: ItemKey, fields: object): Promise<void> => {
    await store.apply([{ kind: 'put', key, guards: [], item: { ...fields, ...key } }]);
  };
  return {
    putKey: (key) => put(apiKeyKey(key.tenant, key.id), key),
    findKey: async (tenant, id) => {
      const [item] = await store.get([apiKeyKey(tenant, id)]);
      return item && toKey(item);
    },
    listKeys: async (tenant) => (await store.query({ pk: tenantPk(tenant), prefix: KEY_PREFIX })).map(toKey),
  };
}
