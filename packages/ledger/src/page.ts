/** A part of a list, and how to go on. */
export interface Page<T> {
  items: T[];
  /** Opaque; absent at the end. */
  cursor?: string;
}
