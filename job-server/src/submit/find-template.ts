/** The version of a template that a submit names. Total: a body that names none, or none that is there, finds nothing. */
import { type TemplateVersion } from '@reelyard/contracts';
import { type JobStore } from '../ports.ts';

export async function findTemplate(
  tenant: string,
  body: unknown,
  ledger: Pick<JobStore, 'findTemplate' | 'findTemplateVersion'>,
): Promise<TemplateVersion | undefined> {
  const { templateId: id, templateVersion: wanted } = (body ?? {}) as {
    templateId?: unknown;
    templateVersion?: unknown;
  };
  if (typeof id !== 'string') return undefined;
  const version = typeof wanted === 'number' ? wanted : (await ledger.findTemplate(tenant, id))?.latest;
  return version === undefined ? undefined : ledger.findTemplateVersion({ tenant, id, version });
}
