/** What every operation works on. */
import { type Host } from '../../service.ts';
import { IndexLag } from './index-lag.ts';
import { ItemStore } from './item-store.ts';
import { TableCatalog } from './table-catalog.ts';

export interface Database {
  host: Host;
  tables: TableCatalog;
  items: ItemStore;
}

export function openDatabase(host: Host): Database {
  return { host, tables: new TableCatalog(host), items: new ItemStore(host.store, new IndexLag(host)) };
}

/**
 * One operation. `run` is synchronous and answers the JSON text of the reply, so that stored JSON passes through
 * without being parsed. `changes` decides whether it runs inside a store write.
 */
export interface Operation {
  changes: boolean;
  run(db: Database, input: never, requestBody: Buffer): string;
}
