/** RFC 6901 pointers into JSON values. */

/** A copy of `root` with `value` at `pointer`; what is not on the way is shared. A pointer that leads nowhere changes nothing. */
export function replaceAt(root: unknown, pointer: string, value: unknown): unknown {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return replaceIn(root, path, value);
}

function replaceIn(root: unknown, [head, ...rest]: readonly string[], value: unknown): unknown {
  if (head === undefined) return value;
  if (Array.isArray(root))
    return root.map((item: unknown, i) => (String(i) === head ? replaceIn(item, rest, value) : item));
  if (typeof root !== 'object' || root === null || !Object.hasOwn(root, head)) return root;
  return { ...root, [head]: replaceIn((root as Record<string, unknown>)[head], rest, value) };
}

/** One part of a pointer. */
export const escapeToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Every string in a JSON value with its pointer. The value must be shallow enough to walk (the body's depth limit). */
export function listStrings(root: unknown, pointer = ''): { pointer: string; text: string }[] {
  if (typeof root === 'string') return [{ pointer, text: root }];
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) => listStrings(value, `${pointer}/${escapeToken(key)}`));
}
