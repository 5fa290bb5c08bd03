/** What expressions mean once parsed. Names and values are still references: a parsed expression serves every request. */
import { type AttributeType } from '../attribute.ts';

/** Attribute names (a leading `#` marks a reference) and list positions. */
export type Path = readonly [string, ...(string | number)[]];

export type Operand =
  | { kind: 'path'; path: Path }
  /** `:name` */
  | { kind: 'value'; ref: string }
  | { kind: 'size'; of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; operator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; value: Operand; low: Operand; high: Operand }
  | { kind: 'in'; value: Operand; candidates: Operand[] }
  | { kind: 'exists' | 'not-exists'; path: Path }
  | { kind: 'is-type'; path: Path; type: Operand }
  | { kind: 'begins-with'; value: Operand; part: Operand }
  | { kind: 'contains'; value: Operand; part: Operand };

export type SetValue =
  | Operand
  | { kind: 'if-not-exists'; path: Path; otherwise: SetValue }
  | { kind: 'list-append'; first: SetValue; second: SetValue }
  | { kind: 'plus' | 'minus'; left: SetValue; right: SetValue };

export interface Update {
  set: { path: Path; value: SetValue }[];
  remove: Path[];
  add: { path: Path; ref: string }[];
  delete: { path: Path; ref: string }[];
}

/** A literal that an operator restricts to some types. */
export interface TypeRule {
  ref: string;
  operator: string;
  allowed: readonly AttributeType[];
}

/** A parsed expression with all it refers to, for checks without walking it. */
export interface Parsed<T> {
  root: T;
  names: readonly string[];
  values: readonly string[];
  typeRules: readonly TypeRule[];
}
