/**
 * Templates and their versions. Invariant: a version is written once, in the write that makes it the latest, so two writers never share a number and no
 * number is missing.
 */
import { type Template, type TemplateVersion } from '@reelyard/contracts';
import { TEMPLATE_PREFIX, templateKey, templatePk, tenantPk, versionKey } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type ItemStore } from '../item-store.ts';
import { type TemplateLedger } from '../template-ledger.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { absent, constant, eq } from '../protocol/words.ts';

const toTemplate = (item: Item): Template => strip(item) as unknown as Template;
const toVersion = (item: Item): TemplateVersion => strip(item) as unknown as TemplateVersion;

/** A template's versions lie in its own partition. */
const VERSION_PREFIX = 'V#';

export function templateRows(store: ItemStore): TemplateLedger {
  return {
    saveTemplate: async (template, version) => {
      const applied = await store.apply([headOf(template), putOf(version)]);
      if (applied.kind === 'applied') return true;
      // Sent again after its reply was lost, it is refused by its own first write.
      const before = applied.refusals[0]?.before;
      return before?.['latest'] === template.latest && before['updatedAt'] === template.updatedAt;
    },
    findTemplate: async (tenant, id) => {
      const [item] = await store.get([templateKey(tenant, id)]);
      return item && toTemplate(item);
    },
    listTemplates: async (tenant) =>
      (await store.query({ pk: tenantPk(tenant), prefix: TEMPLATE_PREFIX })).map(toTemplate),
    findTemplateVersion: async ({ tenant, id, version }) => {
      const [item] = await store.get([versionKey(id, version)]);
      return item?.['tenant'] === tenant ? toVersion(item) : undefined;
    },
    deleteTemplate: async (tenant, id) => {
      const versions = await store.query({ pk: templatePk(id), prefix: VERSION_PREFIX });
      // The head first: what is left of a delete that is cut short is found by nobody.
      await store.apply([{ kind: 'delete', key: templateKey(tenant, id), guards: [] }]);
      for (const { pk, sk } of versions) await store.apply([{ kind: 'delete', key: { pk, sk }, guards: [] }]);
    },
  };
}

function headOf(template: Template): Change {
  const key = templateKey(template.tenant, template.id);
  const guards = template.latest === 1 ? [absent('pk')] : [eq('latest', constant(template.latest - 1))];
  return { kind: 'put', key, guards, item: { ...template, ...key } };
}

function putOf(version: TemplateVersion): Change {
  const key = versionKey(version.template, version.version);
  return { kind: 'put', key, guards: [absent('pk')], item: { ...version, ...key } };
}
