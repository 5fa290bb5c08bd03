/** What is wrong with a composition, and where: the shape of `errors[]` in a problem document. */
export interface CompositionProblem {
  /** RFC 6901 pointer into the composition as it was sent; '' is the whole. */
  readonly pointer: string;
  /** Stable machine-readable code, for example `invalid_type`, `unknown_field`, `variable_missing`, `limit_depth`. */
  readonly code: string;
  /** A sentence for a person. */
  readonly detail: string;
}

/** Joins path segments to an RFC 6901 pointer. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
