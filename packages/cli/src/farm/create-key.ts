/** A new API key: the whole of it is shown once, the ledger keeps a digest of its secret. */
import { type TenantLedger } from '@reelyard/ledger';
import { createHash, randomBytes } from 'node:crypto';

/** `ryk_<tenant>_<id>_<secret>`; none of the parts holds an underscore. */
export async function createKey(
  ledger: Pick<TenantLedger, 'putKey'>,
  tenant: string,
  name: string,
  now: number,
): Promise<string> {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(24).toString('hex');
  const hash = createHash('sha256').update(secret).digest('hex');
  await ledger.putKey({ tenant, id, hash, name, createdAt: now });
  return `ryk_${tenant}_${id}_${secret}`;
}
