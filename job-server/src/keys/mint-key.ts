/** A new API key: `ryk_<tenant>_<id>_<secret>`, none of the parts with an underscore. Invariant: of the secret only its digest is kept. */
import { type KeyLimits, type KeyMode, type KeyScope } from '@reelyard/contracts';
import { type ApiKey } from '@reelyard/ledger';
import { createHash, randomBytes } from 'node:crypto';

export interface KeyWish {
  readonly tenant: string;
  readonly name: string;
  readonly scope: KeyScope;
  readonly mode: KeyMode;
  readonly limits?: KeyLimits | undefined;
}

export interface MintedKey {
  /** The whole key, to be shown once. */
  readonly text: string;
  readonly row: ApiKey & { readonly scope: KeyScope; readonly mode: KeyMode };
}

export function mintKey({ tenant, name, scope, mode, limits }: KeyWish, now: number): MintedKey {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(24).toString('hex');
  const hash = createHash('sha256').update(secret).digest('hex');
  const own = limits === undefined ? {} : { limits };
  return {
    text: `ryk_${tenant}_${id}_${secret}`,
    row: { tenant, id, hash, name, scope, mode, ...own, createdAt: now },
  };
}
