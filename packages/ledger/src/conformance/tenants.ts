/** API keys and the ping. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

export function describeTenants(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('a tenant', () => {
    it('has API keys that are found, listed and revoked', async () => {
      const key = {
        tenant: 'acme',
        id: 'k1',
        hash: 'cd'.repeat(32),
        name: 'ci',
        scope: 'read' as const,
        createdAt: NOW,
      };
      await ledger.putKey(key);
      expect(await ledger.findKey('acme', 'k1')).toEqual(key);
      expect(await ledger.findKey('other', 'k1')).toBeUndefined();
      await ledger.putKey({ ...key, revokedAt: NOW + 1 });
      expect(await ledger.listKeys('acme')).toEqual([{ ...key, revokedAt: NOW + 1 }]);
      expect(await ledger.listKeys('other')).toEqual([]);
    });
  });

  it('answers a ping', async () => {
    await expect(ledger.ping()).resolves.toBeUndefined();
  });
}
