/**
 * The slot of a run: what is submitted once, however often the function is called for it. The schedule tells its own instant; a person who calls by
 * hand gives a word of their own, or shares the quarter of an hour.
 */
const slotMs = 15 * 60_000;
const spelling = /^[\w:.+-]{1,64}$/;

export function findSlot(event: unknown, now: number): string {
  const given = typeof event === 'object' && event !== null && 'slot' in event ? event.slot : undefined;
  if (typeof given === 'string' && spelling.test(given)) return given;
  return new Date(Math.floor(now / slotMs) * slotMs).toISOString();
}
