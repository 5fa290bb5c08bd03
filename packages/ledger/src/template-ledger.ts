/** Templates at the door of the ledger. Invariant: a version never changes, and its number is given once. */
import { type Template, type TemplateVersion } from '@reelyard/contracts';

export interface TemplateLedger {
  /** A new template with its first version, or the next version of one; false when another writer was first. */
  saveTemplate(template: Template, version: TemplateVersion): Promise<boolean>;
  findTemplate(tenant: string, id: string): Promise<Template | undefined>;
  /** Oldest first. */
  listTemplates(tenant: string): Promise<Template[]>;
  findTemplateVersion(ref: { tenant: string; id: string; version: number }): Promise<TemplateVersion | undefined>;
  /** With all its versions; jobs keep what they were made of. */
  deleteTemplate(tenant: string, id: string): Promise<void>;
}
