/** Assets, the contents that they share, and what is due of them. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Asset, type AssetReply, type Ledger } from '../ledger.ts';
import { MINUTE, NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const SHA = 'ab'.repeat(32);
const anAsset = (id: string, fields: Partial<Asset> = {}): Asset => ({
  ...{ tenant: 'acme', id, key: `assets/acme/${id}/a.png`, name: 'a.png', contentType: 'image/png' },
  ...{ createdAt: NOW, state: 'ingesting', version: 1 },
  ...fields,
});
const reply = { status: 202, body: '{"id":"ast_r1"}', location: '/v1/assets/ast_r1' };
const aRequest = (fields: Partial<AssetReply> = {}): AssetReply => ({
  ...{ key: 'k', route: 'POST /v1/assets', fingerprint: 'f', reply, expiresAt: NOW + MINUTE },
  ...fields,
});

export function describeAssets(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });
  const find = (id: string) => ledger.findAsset('acme', id);
  const create = (asset: Asset) => ledger.createAsset(asset, NOW);
  const take = (id: string, now = NOW) => ledger.takeAsset({ tenant: 'acme', id }, MINUTE, now);
  /** Fetched, and settled as one of the content that is there by then. */
  const ingest = async (id: string): Promise<boolean> => {
    await create(anAsset(id, { nextAt: NOW }));
    const taken = await take(id);
    if (!taken) throw new Error('not due');
    const content = await ledger.findContent('acme', SHA);
    const after: Asset & { sha256: string } = { ...taken, state: 'ready', sha256: SHA };
    delete after.nextAt;
    return ledger.settleContent(taken, { ...after, key: content?.key ?? taken.key }, content);
  };

  describe('an asset', () => {
    it('is of its tenant alone', async () => {
      await create(anAsset('ast_1'));
      expect(await find('ast_1')).toEqual(anAsset('ast_1'));
      expect(await ledger.findAsset('other', 'ast_1')).toBeUndefined();
      expect(await ledger.findAssets('acme', ['ast_0', 'ast_1'])).toEqual([undefined, anAsset('ast_1')]);
      expect(await ledger.listAssets({ tenant: 'other', limit: 10 })).toEqual({ items: [] });
    });

    it('is made once for a request that is sent twice, and the second gets the first reply', async () => {
      expect(await ledger.createAsset(anAsset('ast_r1'), NOW, aRequest())).toEqual({ kind: 'created' });
      expect(await ledger.createAsset(anAsset('ast_r1'), NOW, aRequest())).toEqual({ kind: 'created' });
      expect(await ledger.createAsset(anAsset('ast_r2'), NOW, aRequest())).toEqual({ kind: 'replayed', reply });
      const other = aRequest({ fingerprint: 'g' });
      expect(await ledger.createAsset(anAsset('ast_r2'), NOW, other)).toEqual({ kind: 'key-reused' });
      expect(await find('ast_r2')).toBeUndefined();
      expect(await ledger.createAsset(anAsset('ast_r3'), NOW + MINUTE, other)).toEqual({ kind: 'created' });
    });

    it('is written over by whoever read it last', async () => {
      await create(anAsset('ast_2'));
      const before = anAsset('ast_2');
      expect(await ledger.updateAsset(before, { ...before, state: 'failed' })).toMatchObject({ version: 2 });
      expect(await ledger.updateAsset(before, { ...before, state: 'ready' })).toBeUndefined();
      expect(await find('ast_2')).toMatchObject({ state: 'failed' });
    });

    it('of a row from before there were versions is written over as well', async () => {
      const old = anAsset('ast_3');
      delete old.version;
      await create(old);
      expect(await ledger.updateAsset(old, { ...old, bytes: 7 })).toMatchObject({ version: 1, bytes: 7 });
      expect(await ledger.updateAsset(old, { ...old, bytes: 8 })).toBeUndefined();
    });

    it('is listed newest first, page by page', async () => {
      for (const id of ['ast_a', 'ast_b', 'ast_c']) await create(anAsset(id, { tenant: 'lister' }));
      const first = await ledger.listAssets({ tenant: 'lister', limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(['ast_c', 'ast_b']);
      const cursor = first.cursor ?? '';
      expect(await ledger.listAssets({ tenant: 'lister', limit: 2, cursor })).toEqual({
        items: [anAsset('ast_a', { tenant: 'lister' })],
      });
    });
  });

  describe('an asset that is to be fetched', () => {
    const due = async (now: number) => (await ledger.findDueAssets(now, 100)).map(({ id }) => id);

    it('is taken by one server, and by the next when its lease has run out', async () => {
      await create(anAsset('ast_t', { nextAt: NOW }));
      expect(await due(NOW - 1)).not.toContain('ast_t');
      expect(await due(NOW)).toContain('ast_t');
      expect(await take('ast_t')).toMatchObject({ attempts: 1, nextAt: NOW + MINUTE });
      expect(await take('ast_t')).toBeUndefined();
      expect(await due(NOW)).not.toContain('ast_t');
      expect(await take('ast_t', NOW + MINUTE)).toMatchObject({ attempts: 2 });
    });

    it('is in nobody’s way once it has ended', async () => {
      expect(await ingest('ast_e')).toBe(true);
      expect(await due(NOW + 60 * MINUTE)).not.toContain('ast_e');
      expect(await take('ast_e', NOW + 60 * MINUTE)).toBeUndefined();
    });
  });

  describe('assets of the same bytes', () => {
    beforeAll(async () => {
      ledger = await makeLedger();
    });

    it('share one object, which goes with the last of them', async () => {
      for (const id of ['ast_x', 'ast_y']) expect(await ingest(id)).toBe(true);
      const [x, y] = [await find('ast_x'), await find('ast_y')];
      if (!x || !y) throw new Error('lost');
      expect([x.key, y.key]).toEqual([x.key, x.key]);
      expect(await ledger.findContent('acme', SHA)).toMatchObject({ key: x.key, shares: 2 });
      expect(await ledger.findContent('other', SHA)).toBeUndefined();
      expect(await ledger.deleteAsset(x, NOW)).toEqual({ kind: 'shared' });
      expect(await ledger.deleteAsset(x, NOW)).toEqual({ kind: 'changed' });
      expect(await find('ast_x')).toBeUndefined();
      expect(await ledger.deleteAsset(y, NOW)).toMatchObject({ kind: 'object', row: { key: x.key } });
      expect(await ledger.findContent('acme', SHA)).toBeUndefined();
    });

    it('that is deleted stays due until its object is gone', async () => {
      expect(await find('ast_y')).toBeUndefined();
      expect(await ledger.listAssets({ tenant: 'acme', limit: 10 })).toEqual({ items: [] });
      expect(await ledger.findDueAssets(NOW, 10)).toEqual([{ tenant: 'acme', id: 'ast_y' }]);
      const deleted = await take('ast_y');
      if (!deleted) throw new Error('not due');
      expect(deleted).toMatchObject({ isDeleted: true });
      await ledger.purgeAsset(deleted);
      expect(await ledger.findDueAssets(NOW + 60 * MINUTE, 10)).toEqual([]);
    });

    it('keep their share when an upload of the same bytes, which lies elsewhere, is deleted', async () => {
      expect(await ingest('ast_f')).toBe(true);
      const upload = anAsset('ast_u', { state: 'ready', sha256: SHA });
      await create(upload);
      expect(await ledger.deleteAsset(upload, NOW)).toMatchObject({ kind: 'object', row: { key: upload.key } });
      expect(await ledger.findContent('acme', SHA)).toMatchObject({ shares: 1 });
      const fetched = await find('ast_f');
      if (!fetched) throw new Error('gone');
      expect(await ledger.deleteAsset(fetched, NOW)).toMatchObject({ kind: 'object', row: { key: fetched.key } });
      expect(await ledger.findContent('acme', SHA)).toBeUndefined();
    });

    it('do not share what was founded in the same moment: the second to settle is refused', async () => {
      for (const id of ['ast_p', 'ast_q']) await create(anAsset(id, { nextAt: NOW }));
      const [p, q] = [await take('ast_p'), await take('ast_q')];
      if (!p || !q) throw new Error('not due');
      const ready = (asset: Asset) => ({ ...asset, state: 'ready' as const, sha256: SHA });
      expect(await ledger.settleContent(p, ready(p), undefined)).toBe(true);
      expect(await ledger.settleContent(p, ready(p), undefined)).toBe(true);
      expect(await ledger.settleContent(q, ready(q), undefined)).toBe(false);
      expect(await find('ast_q')).toMatchObject({ state: 'ingesting' });
    });
  });
}
