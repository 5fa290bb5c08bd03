/**
 * Time to live: deletes items whose second of expiry has passed. Like the real service it does so some time after,
 * so readers must not rely on it, and it leaves alone what lies more than five years back.
 */
import { type Database } from './database.ts';

const fiveYears = 5 * 365 * 24 * 60 * 60;
/** Items deleted within one store write, so that a pass never holds up the requests for long. */
const slice = 200;

/** @returns how many items went. */
export async function deleteExpired(db: Database): Promise<number> {
  const now = Math.floor(db.host.now() / 1000);
  let deleted = 0;
  for (const { name } of db.tables.all()) {
    let found = slice;
    while (found === slice) {
      found = await db.host.store.write(() => {
        const table = db.tables.find(name);
        if (table?.ttlAttribute === undefined) return 0;
        const expired = db.items.findExpired(table, now - fiveYears, now, slice);
        for (const { item, ...key } of expired) db.items.delete(table, key, item);
        return expired.length;
      });
      deleted += found;
    }
  }
  return deleted;
}
