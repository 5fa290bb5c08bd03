/** A composition kept under a name, in versions that never change. Instants are epoch milliseconds. */

export interface Template {
  tenant: string;
  /** `tpl_` + ULID. */
  id: string;
  name: string;
  /** The newest; versions are 1..latest without gaps. */
  latest: number;
  createdAt: number;
  updatedAt: number;
}

export interface TemplateVersion {
  tenant: string;
  template: string;
  version: number;
  /** As it was sent, with the variables that it declares; ≤ 256 KiB of JSON. */
  composition: unknown;
  engine?: string;
  createdAt: number;
}
