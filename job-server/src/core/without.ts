/** The fields of a value but these. */
export function without<T extends object, K extends keyof T>(value: T, ...fields: readonly K[]): Omit<T, K> {
  const left = Object.entries(value).filter(([field]) => !(fields as readonly PropertyKey[]).includes(field));
  return Object.fromEntries(left) as Omit<T, K>;
}
