/** A key as an admin sees it: never its digest. */
import { type KeyLimits, type KeyMode, type KeyScope, type KeyView } from '@reelyard/contracts';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scope?: KeyScope;
  readonly mode?: KeyMode;
  readonly limits?: KeyLimits;
  readonly createdAt: number;
  readonly revokedAt?: number;
}

/** Rows from before there were scopes may render. */
export function viewKey({ id, name, scope = 'render', mode = 'live', limits, createdAt, revokedAt }: KeyRow): KeyView {
  const at = (instant: number): string => new Date(instant).toISOString();
  const revoked = revokedAt === undefined ? {} : { revokedAt: at(revokedAt) };
  return { id, name, scope, mode, ...(limits === undefined ? {} : { limits }), createdAt: at(createdAt), ...revoked };
}
