/** A new API key: the whole of it is shown once, the ledger keeps a digest of its secret. */
import { type KeyLimits, type KeyMode, type KeyScope } from '@reelyard/contracts';
import { mintKey } from '@reelyard/job-server';
import { type TenantLedger } from '@reelyard/ledger';

export interface KeyKind {
  /** Default `admin`: who may make keys here may make those, too. */
  scope?: KeyScope;
  /** Default `live`. */
  mode?: KeyMode;
  limits?: KeyLimits;
}

/** `ryk_<tenant>_<id>_<secret>`; none of the parts holds an underscore. */
export async function createKey(
  ledger: Pick<TenantLedger, 'putKey'>,
  tenant: string,
  name: string,
  now: number,
  { scope = 'admin', mode = 'live', limits }: KeyKind = {},
): Promise<string> {
  const { text, row } = mintKey({ tenant, name, scope, mode, limits }, now);
  await ledger.putKey(row);
  return text;
}
