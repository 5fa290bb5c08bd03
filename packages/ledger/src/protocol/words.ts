/** Short words to write guards and effects with; the transition table reads like its page. */
import { type Comparison, type Effect, type Guard, type Operand } from './change.ts';

export const constant = (value: unknown): Operand => ({ kind: 'const', value });
export const param = (name: string): Operand => ({ kind: 'param', name });
export const other = (name: string): Operand => ({ kind: 'field', name });

const compare =
  (op: Comparison) =>
  (field: string, value: Operand): Guard => ({ op, field, value });
export const eq = compare('eq');
export const lt = compare('lt');
export const lte = compare('lte');
export const gt = compare('gt');
export const gte = compare('gte');
export const absent = (field: string): Guard => ({ op: 'absent', field });
export const exists = (field: string): Guard => ({ op: 'exists', field });
export const contains = (field: string, value: Operand): Guard => ({ op: 'contains', field, value });
export const lacks = (field: string, value: Operand): Guard => ({ op: 'lacks', field, value });
export const any = (...of: Guard[]): Guard => ({ op: 'any', of });
export const oneOf = (field: string, values: readonly unknown[]): Guard => ({
  op: 'in',
  field,
  values: values.map(constant),
});

export const set = (field: string, value: Operand): Effect => ({ op: 'set', field, value });
/** Does nothing when the parameter is not given. */
export const setIfGiven = (field: string, value: Operand): Effect => ({ op: 'set', field, value, optional: true });
export const add = (field: string, by = 1): Effect => ({ op: 'add', field, value: constant(by) });
export const append = (field: string, value: Operand): Effect => ({ op: 'append', field, value });
export const remove = (...fields: string[]): Effect[] => fields.map((field) => ({ op: 'remove', field }));
