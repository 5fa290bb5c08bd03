/** Keeps Terraform from comparing what an emulated AWS gives back otherwise than it was set; see `Environment.unread`. */
import { type Unread as UnreadData } from '@reelyard/environments';
import { type IAspect, TerraformResource } from 'cdktf';
import { type IConstruct } from 'constructs';

export class Unread implements IAspect {
  readonly #unread: readonly UnreadData[];

  constructor(unread: readonly UnreadData[]) {
    this.#unread = unread;
  }

  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node)) return;
    const attributes = this.#unread
      .filter(({ resource }) => resource === node.terraformResourceType)
      .flatMap((unread) => unread.attributes);
    if (attributes.length === 0) return;
    const known = node.lifecycle?.ignoreChanges ?? [];
    node.lifecycle = { ...node.lifecycle, ignoreChanges: known === 'all' ? known : [...known, ...attributes] };
  }
}
