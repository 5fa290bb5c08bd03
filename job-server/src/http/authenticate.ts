/**
 * API keys. A key row is trusted for a minute, so a revocation takes that long; a missing row for a few seconds, so that guessing
 * costs the table little. Secrets are compared as SHA-256 in constant time.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { KEY_SCOPES, type KeyLimits, type KeyMode, type KeyScope } from '@reelyard/contracts';
import { type ApiKey } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';
import { type PresentedKey, findPresentedKey } from '../core/api-key.ts';
import { type JobStore } from '../ports.ts';

/** Who asks. */
export interface Principal {
  readonly tenant: string;
  /** Public part of the key. */
  readonly keyId: string;
  readonly scope: KeyScope;
  readonly mode: KeyMode;
  /** Absent: the tenant's. */
  readonly limits?: KeyLimits;
}

export interface Authenticator {
  /** Whose key it is, or undefined. Rejects with FarmError when the ledger cannot tell. */
  authenticate(headers: IncomingHttpHeaders): Promise<Principal | undefined>;
  /** A key that was revoked here ends here at once. */
  forget(tenant: string, id: string): void;
}

export const mayDo = (scope: KeyScope, wanted: KeyScope): boolean =>
  KEY_SCOPES.indexOf(scope) >= KEY_SCOPES.indexOf(wanted);

const knownMs = 60_000;
const unknownMs = 5_000;
const maxEntries = 10_000;

interface Entry {
  readonly row: Promise<ApiKey | undefined>;
  expiresAt: number;
}

export function createAuthenticator(ledger: Pick<JobStore, 'findKey'>, clock: Clock): Authenticator {
  const cache = new Map<string, Entry>();
  const load = (presented: PresentedKey): Promise<ApiKey | undefined> => {
    const name = nameOf(presented.tenant, presented.id);
    const now = clock.monotonic();
    const known = cache.get(name);
    if (known !== undefined && known.expiresAt > now) return known.row;
    const entry: Entry = { row: ledger.findKey(presented.tenant, presented.id), expiresAt: now + unknownMs };
    makeRoom(cache);
    cache.set(name, entry);
    entry.row.then(
      (row) => {
        if (row !== undefined) entry.expiresAt = now + knownMs;
      },
      () => {
        if (cache.get(name) === entry) cache.delete(name);
      },
    );
    return entry.row;
  };
  return {
    async authenticate(headers) {
      const apiKey = headers['x-api-key'];
      const presented = findPresentedKey({
        authorization: headers.authorization,
        apiKey: typeof apiKey === 'string' ? apiKey : undefined,
      });
      if (!presented) return undefined;
      const row = await load(presented);
      const isGood = row !== undefined && row.revokedAt === undefined && isSecret(presented.secret, row.hash);
      return isGood ? principalOf(row) : undefined;
    },
    forget: (tenant, id) => void cache.delete(nameOf(tenant, id)),
  };
}

const nameOf = (tenant: string, id: string): string => `${tenant}_${id}`;

/** Rows from before there were scopes may render. */
const principalOf = ({ tenant, id, scope = 'render', mode = 'live', limits }: ApiKey): Principal => ({
  tenant,
  keyId: id,
  scope,
  mode,
  ...(limits === undefined ? {} : { limits }),
});

function isSecret(secret: string, hash: string): boolean {
  const given = createHash('sha256').update(secret).digest();
  const wanted = Buffer.from(hash, 'hex');
  return wanted.length === given.length && timingSafeEqual(given, wanted);
}

/** Oldest first: a flood of guessed ids must not grow the memory. */
function makeRoom(cache: Map<string, Entry>): void {
  if (cache.size < maxEntries) return;
  const [oldest] = cache.keys();
  if (oldest !== undefined) cache.delete(oldest);
}
