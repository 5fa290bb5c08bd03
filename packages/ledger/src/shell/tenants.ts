/** API keys: plain rows of a tenant. */
import { apiKeyKey, KEY_PREFIX, tenantPk } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type ApiKey, type KeyChange, type TenantLedger } from '../ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Effect, type Item, type ItemKey } from '../protocol/change.ts';
import { absent, constant, exists, remove, set } from '../protocol/words.ts';

const toKey = (item: Item): ApiKey => strip(item) as unknown as ApiKey;

export function tenantRows(store: ItemStore): TenantLedger {
  const put = async (key: ItemKey, fields: object): Promise<void> => {
    await store.apply([{ kind: 'put', key, guards: [], item: { ...fields, ...key } }]);
  };
  const find = async (tenant: string, id: string): Promise<ApiKey | undefined> => {
    const [item] = await store.get([apiKeyKey(tenant, id)]);
    return item && toKey(item);
  };
  return {
    putKey: (key) => put(apiKeyKey(key.tenant, key.id), key),
    changeKey: async (tenant, id, change) => {
      const key = apiKeyKey(tenant, id);
      const effects = effectsOf(change);
      if (effects.length === 0) return find(tenant, id);
      const applied = await store.apply([
        { kind: 'update', key, guards: [exists('hash'), absent('revokedAt')], effects },
      ]);
      const item = applied.kind === 'applied' ? applied.after : applied.refusals[0]?.before;
      return item && toKey(item);
    },
    findKey: find,
    listKeys: async (tenant) => (await store.query({ pk: tenantPk(tenant), prefix: KEY_PREFIX })).map(toKey),
  };
}

function effectsOf({ name, limits, revokedAt }: KeyChange): Effect[] {
  return [
    ...(name === undefined ? [] : [set('name', constant(name))]),
    ...(limits === null ? remove('limits') : limits === undefined ? [] : [set('limits', constant(limits))]),
    ...(revokedAt === undefined ? [] : [set('revokedAt', constant(revokedAt))]),
  ];
}
