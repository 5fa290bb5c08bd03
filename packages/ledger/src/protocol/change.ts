/**
 * The neutral form of a conditional write. Transitions are data of this form with parameters left open; a planned change has none.
 * Adapters know nothing else: DynamoDB compiles guards and effects to expressions, the in-memory table evaluates them.
 */

/** A row of the one table. `pk` and `sk` are always there; the rest belongs to its kind. */
export interface Item extends ItemKey {
  readonly [field: string]: unknown;
}

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** What a field is compared with or set to: a constant, a parameter of the transition, or another field of the same item. */
export type Operand =
  | { readonly kind: 'const'; readonly value: unknown }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'field'; readonly name: string };

export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

/**
 * A claim about the item before the write. A comparison with a field that is absent or of another type is false, as in DynamoDB.
 * Fields may be dotted (`counters.engine`).
 */
export type Guard =
  | { readonly op: 'absent' | 'exists'; readonly field: string }
  | { readonly op: Comparison; readonly field: string; readonly value: Operand }
  | { readonly op: 'in'; readonly field: string; readonly values: readonly Operand[] }
  /** The list holds the value. */
  | { readonly op: 'contains' | 'lacks'; readonly field: string; readonly value: Operand }
  | { readonly op: 'any'; readonly of: readonly Guard[] };

export type Effect =
  /** `optional`: dropped when its parameter is not given. */
  | { readonly op: 'set'; readonly field: string; readonly value: Operand; readonly optional?: true }
  /** The field exists and is a number. */
  | { readonly op: 'add'; readonly field: string; readonly value: Operand }
  /** The field exists and is a list. */
  | { readonly op: 'append'; readonly field: string; readonly value: Operand }
  | { readonly op: 'remove'; readonly field: string };

/** One item of an all-or-nothing write. */
export type Change =
  | { readonly kind: 'check'; readonly key: ItemKey; readonly guards: readonly Guard[] }
  | {
      readonly kind: 'update';
      readonly key: ItemKey;
      readonly guards: readonly Guard[];
      readonly effects: readonly Effect[];
    }
  | { readonly kind: 'put'; readonly key: ItemKey; readonly guards: readonly Guard[]; readonly item: Item }
  | { readonly kind: 'delete'; readonly key: ItemKey; readonly guards: readonly Guard[] };

/** A guard that did not hold: position in the changes, and the item as it was (absent: no such item). */
export interface Refusal {
  readonly index: number;
  readonly before?: Item;
}
