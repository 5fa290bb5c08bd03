/** The words of whatever was thrown; what Node throws need not be an `Error` of this realm. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
