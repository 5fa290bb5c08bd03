/**
 * Group commit: independent writes that come at the same time share one transaction, because a call of the SDK costs more than what is
 * in it. Invariant: each write is applied as a whole or not at all, as it would be alone. A group that is refused proves nothing
 * about its members, so they are then written one by one; a lost or throttled call is told to all of them.
 */
import { isFarmError } from '@reelyard/contracts';
import { type Applied, type Change, type ItemStore, MAX_CHANGES } from '@reelyard/ledger';

export interface GroupCommitOptions {
  /** Groups in flight at once; while fewer are, nobody waits. */
  readonly concurrency: number;
  /** Writes of one group. A job has at most 256 KiB of payload and some 40 KiB around it; a transaction takes 4 MB. */
  readonly maxWrites: number;
  /** Calls back after what came in together was all read: a turn of the event loop. */
  readonly later: (run: () => void) => void;
}

interface Write {
  readonly changes: readonly Change[];
  readonly resolve: (applied: Applied) => void;
  readonly reject: (error: unknown) => void;
}

const defaults: GroupCommitOptions = { concurrency: 4, maxWrites: 12, later: setImmediate };

/** The store with grouped `apply`; everything else is the store's own. */
export function groupCommit(store: ItemStore, given: Partial<GroupCommitOptions> = {}): ItemStore {
  const options = { ...defaults, ...given };
  const waiting: Write[] = [];
  let running = 0;
  let isScheduled = false;
  const pump = (): void => {
    isScheduled = false;
    while (waiting.length > 0 && running < options.concurrency) {
      running += 1;
      void commit(store, takeGroup(waiting, options.maxWrites)).finally(() => {
        running -= 1;
        pump();
      });
    }
  };
  return {
    apply: (changes) =>
      new Promise((resolve, reject) => {
        waiting.push({ changes, resolve, reject });
        if (isScheduled) return;
        isScheduled = true;
        options.later(pump);
      }),
    applyEach: (changes) => store.applyEach(changes),
    get: (keys) => store.get(keys),
    query: (query) => store.query(query),
    queryIndex: (query) => store.queryIndex(query),
    countIndex: (query) => store.countIndex(query),
    ping: () => store.ping(),
  };
}

/** From the head: as many as fit one transaction and touch different items. */
function takeGroup(waiting: Write[], maxWrites: number): Write[] {
  const names = new Set<string>();
  let count = 0;
  const end = waiting.findIndex(({ changes }, index) => {
    const own = changes.map(({ key }) => `${key.pk}\u0000${key.sk}`);
    const isFull = index >= maxWrites || count + own.length > MAX_CHANGES || own.some((name) => names.has(name));
    if (isFull && index > 0) return true;
    count += own.length;
    for (const name of own) names.add(name);
    return false;
  });
  return waiting.splice(0, end < 0 ? waiting.length : end);
}

async function commit(store: ItemStore, group: readonly Write[]): Promise<void> {
  const [only] = group;
  if (only && group.length === 1) return writeAlone(store, only);
  try {
    const applied = await store.apply(group.flatMap(({ changes }) => changes));
    if (applied.kind === 'applied') for (const { resolve } of group) resolve({ kind: 'applied' });
    else await writeEach(store, group);
  } catch (error) {
    if (isForAll(error)) for (const { reject } of group) reject(error);
    else await writeEach(store, group);
  }
}

const isForAll = (error: unknown): boolean =>
  isFarmError(error) && (error.code === 'ledger-unavailable' || error.code === 'ledger-throttled');

async function writeEach(store: ItemStore, group: readonly Write[]): Promise<void> {
  await Promise.all(group.map((write) => writeAlone(store, write)));
}

async function writeAlone(store: ItemStore, { changes, resolve, reject }: Write): Promise<void> {
  try {
    resolve(await store.apply(changes));
  } catch (error) {
    reject(error);
  }
}
