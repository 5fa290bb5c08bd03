/** API keys of a tenant as an operator sees them: never their digests. A revoked key stays listed, so that its end can be told. */
import { type ApiKey, type TenantLedger } from '@reelyard/ledger';
import { CommandError, EXIT } from '../exit-code.ts';

export type KeyView = Omit<ApiKey, 'hash'> & Required<Pick<ApiKey, 'scope' | 'mode'>>;

export async function listKeyViews(ledger: Pick<TenantLedger, 'listKeys'>, tenant: string): Promise<KeyView[]> {
  return (await ledger.listKeys(tenant)).map(view).sort((a, b) => a.createdAt - b.createdAt);
}

/**
 * Idempotent: a key keeps the instant of its first revocation.
 * @param id the key's id, or the whole key
 * @throws CommandError when the tenant has no such key
 */
export async function revokeKey(
  ledger: Pick<TenantLedger, 'findKey' | 'putKey'>,
  { tenant, id }: { tenant: string; id: string },
  now: number,
): Promise<KeyView> {
  const publicPart = /^ryk_[^_]+_([^_]+)_/.exec(id)?.[1] ?? id;
  const found = await ledger.findKey(tenant, publicPart);
  if (!found) throw new CommandError(EXIT.refused, `${tenant} has no key ${publicPart}`);
  if (found.revokedAt !== undefined) return view(found);
  const revoked = { ...found, revokedAt: now };
  await ledger.putKey(revoked);
  return view(revoked);
}

function view({ tenant, id, name, scope = 'render', mode = 'live', createdAt, revokedAt }: ApiKey): KeyView {
  return { tenant, id, name, scope, mode, createdAt, ...(revokedAt === undefined ? {} : { revokedAt }) };
}
