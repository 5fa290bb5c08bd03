/** Templates and their versions. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Template, type TemplateVersion } from '@reelyard/contracts';
import { type Ledger } from '../ledger.ts';
import { NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const aTemplate = (id: string, latest: number, at = NOW + latest): Template => ({
  ...{ tenant: 'acme', id, name: 'Teaser', latest, createdAt: NOW, updatedAt: at },
});
const aVersion = ({ id, latest }: Template, text: string): TemplateVersion => ({
  ...{ tenant: 'acme', template: id, version: latest, composition: { text }, createdAt: NOW },
});

export function describeTemplates(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });
  const save = (id: string, latest: number, text: string, at?: number) =>
    ledger.saveTemplate(aTemplate(id, latest, at), aVersion(aTemplate(id, latest), text));
  const textOf = async (id: string, version: number) =>
    (await ledger.findTemplateVersion({ tenant: 'acme', id, version }))?.composition;

  describe('a template', () => {
    it('keeps every version as it was', async () => {
      expect(await save('tpl_1', 1, 'one')).toBe(true);
      expect(await save('tpl_1', 2, 'two')).toBe(true);
      expect(await ledger.findTemplate('acme', 'tpl_1')).toEqual(aTemplate('tpl_1', 2));
      expect([await textOf('tpl_1', 1), await textOf('tpl_1', 2)]).toEqual([{ text: 'one' }, { text: 'two' }]);
      expect(await textOf('tpl_1', 3)).toBeUndefined();
    });

    it('keeps what JSON can say: numbers beyond those of a database, and any depth', async () => {
      const nested = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 'core');
      const composition = {
        huge: 1.7e308,
        exact: 9_007_199_254_740_991,
        tiny: 5e-324,
        nested,
        empty: [{}, [], ''],
        '': null,
      };
      const head = aTemplate('tpl_5', 1);
      expect(await ledger.saveTemplate(head, { ...aVersion(head, ''), composition })).toBe(true);
      const kept = await ledger.findTemplateVersion({ tenant: 'acme', id: 'tpl_5', version: 1 });
      expect(kept?.composition).toEqual(composition);
    });

    it('gives a version number to one writer', async () => {
      await save('tpl_2', 1, 'one');
      expect(await save('tpl_2', 2, 'mine', NOW + 7)).toBe(true);
      expect(await save('tpl_2', 2, 'yours', NOW + 8)).toBe(false);
      expect(await textOf('tpl_2', 2)).toEqual({ text: 'mine' });
    });

    it('is of its tenant alone', async () => {
      await save('tpl_3', 1, 'one');
      expect(await ledger.findTemplate('other', 'tpl_3')).toBeUndefined();
      expect(await ledger.findTemplateVersion({ tenant: 'other', id: 'tpl_3', version: 1 })).toBeUndefined();
      expect(await ledger.listTemplates('other')).toEqual([]);
    });

    it('is gone with all its versions', async () => {
      await save('tpl_4', 1, 'one');
      await save('tpl_4', 2, 'two');
      await ledger.deleteTemplate('acme', 'tpl_4');
      expect(await ledger.findTemplate('acme', 'tpl_4')).toBeUndefined();
      expect([await textOf('tpl_4', 1), await textOf('tpl_4', 2)]).toEqual([undefined, undefined]);
    });
  });
}
