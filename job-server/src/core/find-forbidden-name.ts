/**
 * A member named `__proto__` would be passed over by whatever copies the body, without a word: it is refused instead. Reading costs a search of the text;
 * the value is walked only when the name may be in it. The text must be shallow enough to walk (the body's depth limit).
 */
import { type ProblemItem } from '@reelyard/contracts';
import { escapeToken } from './pointer.ts';

const NAME = '__proto__';

/** The first such member, as a problem with it; undefined when there is none. */
export function findForbiddenName(text: string, value: unknown): ProblemItem | undefined {
  // An escape can spell it, too.
  const pointer = text.includes(NAME) || text.includes('\\u') ? findIn(value, '') : undefined;
  return pointer === undefined
    ? undefined
    : { pointer, code: 'forbidden_name', detail: 'is a name that no member may have' };
}

function findIn(value: unknown, pointer: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, NAME)) return `${pointer}/${NAME}`;
  for (const [key, member] of Object.entries(value)) {
    const found = findIn(member, `${pointer}/${escapeToken(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
