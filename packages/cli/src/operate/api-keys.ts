/** API keys of a tenant as an operator sees them: never their digests. A revoked key stays listed, so that its end can be told. */
import { type KeyLimits } from '@reelyard/contracts';
import { type ApiKey, type KeyChange, type TenantLedger } from '@reelyard/ledger';
import { CommandError, EXIT } from '../exit-code.ts';

export type KeyView = Omit<ApiKey, 'hash'> & Required<Pick<ApiKey, 'scope' | 'mode'>>;

export interface KeyRef {
  tenant: string;
  /** The key's id, or the whole key. */
  id: string;
}

type KeyChanger = Pick<TenantLedger, 'changeKey'>;

export async function listKeyViews(ledger: Pick<TenantLedger, 'listKeys'>, tenant: string): Promise<KeyView[]> {
  return (await ledger.listKeys(tenant)).map(view).sort((a, b) => a.createdAt - b.createdAt);
}

/**
 * Idempotent: a key keeps the instant of its first revocation.
 * @throws CommandError when the tenant has no such key
 */
export async function revokeKey(ledger: KeyChanger, key: KeyRef, now: number): Promise<KeyView> {
  return view(await change(ledger, key, { revokedAt: now }));
}

/** @throws CommandError when the tenant has no such key, or it is revoked */
export async function limitKey(ledger: KeyChanger, key: KeyRef, limits: KeyLimits | null): Promise<KeyView> {
  const changed = await change(ledger, key, { limits });
  if (changed.revokedAt !== undefined)
    throw new CommandError(EXIT.refused, `key ${changed.id} is revoked: it changes no more`);
  return view(changed);
}

async function change(ledger: KeyChanger, { tenant, id }: KeyRef, wanted: KeyChange): Promise<ApiKey> {
  const publicPart = /^ryk_[^_]+_([^_]+)_/.exec(id)?.[1] ?? id;
  const changed = await ledger.changeKey(tenant, publicPart, wanted);
  if (!changed) throw new CommandError(EXIT.refused, `${tenant} has no key ${publicPart}`);
  return changed;
}

function view({ tenant, id, name, scope = 'render', mode = 'live', limits, createdAt, revokedAt }: ApiKey): KeyView {
  const own = limits === undefined ? {} : { limits };
  return { tenant, id, name, scope, mode, ...own, createdAt, ...(revokedAt === undefined ? {} : { revokedAt }) };
}
