import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '@reelyard/ledger/memory';
import { createKey } from '../farm/create-key.ts';
import { limitKey, listKeyViews, revokeKey } from './api-keys.ts';

const aLedger = () => createMemoryLedger();

describe('API keys of a tenant', () => {
  it('are listed with what they are for, and never with what proves them', async () => {
    const ledger = aLedger();
    const key = await createKey(ledger, 'acme', 'shop', 1);
    await createKey(ledger, 'acme', 'tests', 2);
    await createKey(ledger, 'other', 'theirs', 3);
    const keys = await listKeyViews(ledger, 'acme');
    expect(keys.map(({ name }) => name)).toEqual(['shop', 'tests']);
    expect(JSON.stringify(keys)).not.toContain(key.split('_').at(-1));
    expect(Object.keys(keys[0] ?? {})).not.toContain('hash');
  });

  it('are revoked by their id or as a whole, once', async () => {
    const ledger = aLedger();
    const key = await createKey(ledger, 'acme', 'shop', 1);
    const [, , id = ''] = key.split('_');
    expect(await revokeKey(ledger, { tenant: 'acme', id }, 5)).toMatchObject({ id, revokedAt: 5 });
    expect(await revokeKey(ledger, { tenant: 'acme', id: key }, 9)).toMatchObject({ id, revokedAt: 5 });
    expect((await ledger.findKey('acme', id))?.revokedAt).toBe(5);
  });

  it('are limited anew, and a revoked one no more', async () => {
    const ledger = aLedger();
    const id = await createKey(ledger, 'acme', 'shop', 1, { limits: { jobsPerDay: 5 } });
    const limits = { concurrentJobs: 2 };
    expect(await limitKey(ledger, { tenant: 'acme', id }, limits)).toMatchObject({ name: 'shop', limits });
    expect((await listKeyViews(ledger, 'acme'))[0]?.limits).toEqual(limits);
    expect((await limitKey(ledger, { tenant: 'acme', id }, null)).limits).toBeUndefined();
    await revokeKey(ledger, { tenant: 'acme', id }, 5);
    await expect(limitKey(ledger, { tenant: 'acme', id }, limits)).rejects.toThrow(/is revoked: it changes no more/);
  });

  it('of another tenant are not there', async () => {
    const ledger = aLedger();
    const key = await createKey(ledger, 'acme', 'shop', 1);
    await expect(revokeKey(ledger, { tenant: 'other', id: key }, 5)).rejects.toThrow(/other has no key/);
  });
});
