/** Whether two values would be stored alike: order of fields, prototypes and fields that hold nothing are no part of an item. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string | undefined => JSON.stringify(value, (_, inner: unknown) => sorted(inner));

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
