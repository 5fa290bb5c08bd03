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
      await ledger.changeKey('acme', 'k1', { revokedAt: NOW + 1 });
      expect(await ledger.listKeys('acme')).toEqual([{ ...key, revokedAt: NOW + 1 }]);
      expect(await ledger.listKeys('other')).toEqual([]);
    });
  });

  it('changes a key in place, and a revoked one no more', async () => {
    const key = { tenant: 'globex', id: 'k2', hash: 'ef'.repeat(32), name: 'shop', createdAt: NOW };
    await ledger.putKey(key);
    const limits = { concurrentJobs: 3 };
    expect(await ledger.changeKey('globex', 'k2', { name: 'store', limits })).toEqual({
      ...key,
      name: 'store',
      limits,
    });
    expect(await ledger.changeKey('globex', 'k2', {})).toEqual({ ...key, name: 'store', limits });
    expect(await ledger.changeKey('globex', 'k2', { limits: null })).toEqual({ ...key, name: 'store' });
    const revoked = { ...key, name: 'store', revokedAt: NOW };
    expect(await ledger.changeKey('globex', 'k2', { revokedAt: NOW })).toEqual(revoked);
    expect(await ledger.changeKey('globex', 'k2', { limits, revokedAt: NOW + 1 })).toEqual(revoked);
    expect(await ledger.findKey('globex', 'k2')).toEqual(revoked);
  });

  it('makes no key by changing one that is not there', async () => {
    expect(await ledger.changeKey('globex', 'none', { name: 'new' })).toBeUndefined();
    expect(await ledger.findKey('globex', 'none')).toBeUndefined();
  });

  it('answers a ping', async () => {
    await expect(ledger.ping()).resolves.toBeUndefined();
  });
}
