/**
 * What replies gave: things by the path of their collection, and names by their shape. Requests are made of these, so that operations deep in
 * the API are reached. Bounded: the oldest of a collection go first.
 */
export interface Harvest {
  /** Segments that stand below a collection: `/v1/jobs` → ids of jobs. */
  below(collection: string): readonly string[];
  /** The newest names of a prefix: `tpl` → `tpl_…`. */
  named(prefix: string): readonly string[];
  /** Cursors that lists gave. */
  readonly cursors: readonly string[];
  /** @param path of the request that was answered */
  add(path: string, headers: Readonly<Record<string, unknown>>, body: unknown): void;
}

const most = 200;
const idPattern = /^([a-z]+)_[0-9A-HJKMNP-TV-Z]{26}$/;
const partPattern = /^[\w.~-]{1,128}$/;

export function createHarvest(isKept: (segment: string) => boolean): Harvest {
  const collections = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  const cursors: string[] = [];
  const put = (map: Map<string, string[]>, key: string, value: string): void => {
    const known = map.get(key) ?? [];
    map.set(key, known);
    if (known.includes(value)) return;
    known.push(value);
    if (known.length > most) known.shift();
  };
  const address = (path: unknown): void => {
    const found = typeof path === 'string' ? /^(\/v1\/[^?]*)\/([^/?]+)$/.exec(path) : null;
    if (found && isKept(found[2] ?? '')) put(collections, found[1] ?? '', found[2] ?? '');
  };
  const item = (collection: string, value: unknown): void => {
    const id = fieldOf(value, 'id');
    if (typeof id === 'string' && partPattern.test(id)) address(`${collection}/${id}`);
    const self = fieldOf(fieldOf(value, 'links'), 'self');
    address(self);
  };
  return {
    below: (collection) => collections.get(collection) ?? [],
    named: (prefix) => names.get(prefix) ?? [],
    cursors,
    add(path, headers, body) {
      const [collection = ''] = path.split('?');
      address(headers['location']);
      item(collection, body);
      for (const list of lists(body)) for (const each of list) item(collection, each);
      const cursor = fieldOf(body, 'cursor');
      if (typeof cursor === 'string' && cursors.push(cursor) > most) cursors.shift();
      for (const text of texts(body)) {
        const prefix = idPattern.exec(text)?.[1];
        if (prefix !== undefined) put(names, prefix, text);
      }
    },
  };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const lists = (body: unknown): unknown[][] =>
  typeof body === 'object' && body !== null ? Object.values(body).filter((value) => Array.isArray(value)) : [];

function texts(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  return Object.values(value).flatMap((inner) => texts(inner, depth + 1));
}
