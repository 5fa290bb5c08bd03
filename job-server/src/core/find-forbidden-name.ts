/**
 * A member named `__proto__` would be passed over by whatever copies the body, without a word: it is refused instead. Reading costs a search of the text;
 * the value is walked only when the name may be in it. The text must be shallow enough to walk (the body's depth limit).
 */
const NAME = '__proto__';

/** JSON pointer of the first such member; undefined when there is none. */
export function findForbiddenName(text: string, value: unknown): string | undefined {
  // An escape can spell it, too.
  return text.includes(NAME) || text.includes('\\u') ? findIn(value, '') : undefined;
}

function findIn(value: unknown, pointer: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, NAME)) return `${pointer}/${NAME}`;
  for (const [key, member] of Object.entries(value)) {
    const found = findIn(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
