/**
 * Entries that a global index does not show yet: the fault `index-lag`. Kept in memory alone; after a restart every
 * index is up to date. With no such fault, and none lately, asking costs one comparison. What leaves an index leaves
 * it at once.
 */
import { type Host } from '../../service.ts';
import { type Index, type ItemKey, type Table } from './table.ts';

export class IndexLag {
  readonly #host: Host;
  /** Entry → wall clock ms at which it shows; those written first stand first. */
  readonly #showsAt = new Map<string, number>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The item has come to a place in the index. */
  note(table: Table, index: Index, key: ItemKey): void {
    const ms = index.scope === 'global' ? this.#host.faults.indexLagMs(table.name, index.name) : 0;
    if (ms === 0 && this.isIdle) return;
    const now = this.#host.now();
    for (const [entry, at] of this.#showsAt) {
      if (at > now) break;
      this.#showsAt.delete(entry);
    }
    this.#showsAt.delete(nameOf(index, key));
    if (ms > 0) this.#showsAt.set(nameOf(index, key), now + ms);
  }

  /** Every entry that ever was late shows. */
  get isIdle(): boolean {
    return this.#showsAt.size === 0;
  }

  isHidden(index: Index, key: ItemKey): boolean {
    const at = this.#showsAt.get(nameOf(index, key));
    return at !== undefined && this.#host.now() < at;
  }
}

function nameOf({ id }: Index, { pk, sk }: ItemKey): string {
  return JSON.stringify([id, pk, sk]);
}
