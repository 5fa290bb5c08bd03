/**
 * What a planned change does, as a pure function: the in-memory table and any model check run this, and the conformance suite
 * holds DynamoDB to it. All or nothing: one refused guard and nothing is written.
 */
import { type Change, type Effect, type Guard, type Item, type ItemKey, type Operand, type Refusal } from './change.ts';
import { isSame } from './same.ts';

export interface Written {
  readonly key: ItemKey;
  /** Absent: deleted. */
  readonly after?: Item;
}

export type Evaluation =
  | { readonly kind: 'applied'; readonly written: readonly Written[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Throws when a parameter is still open or an effect does not fit its field: both are bugs of the table. */
export function applyChanges(read: (key: ItemKey) => Item | undefined, changes: readonly Change[]): Evaluation {
  const refusals: Refusal[] = [];
  const written: Written[] = [];
  changes.forEach((change, index) => {
    const before = read(change.key);
    if (!change.guards.every((guard) => holds(guard, before))) refusals.push(before ? { index, before } : { index });
    else if (change.kind !== 'check') written.push(write(change, before));
  });
  return refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'applied', written };
}

function write(change: Exclude<Change, { kind: 'check' }>, before: Item | undefined): Written {
  if (change.kind === 'delete') return { key: change.key };
  if (change.kind === 'put') return { key: change.key, after: structuredClone(change.item) };
  return { key: change.key, after: applyEffects(before ?? change.key, change.effects) };
}

/** Effects read the item as it was before any of them, as DynamoDB's do. */
export function applyEffects(before: Item | ItemKey, effects: readonly Effect[]): Item {
  const source = before as Item;
  const after: Record<string, unknown> = structuredClone({ ...source });
  for (const effect of effects) applyEffect(after, source, effect);
  return after as Item;
}

function applyEffect(after: Record<string, unknown>, before: Item, effect: Effect): void {
  const [parent, leaf] = locate(after, effect.field);
  if (effect.op === 'remove') {
    Reflect.deleteProperty(parent, leaf);
    return;
  }
  const value = structuredClone(operandValue(effect.value, before));
  if (value === undefined) throw new TypeError(`effect sets ${effect.field} to nothing`);
  if (effect.op === 'set') parent[leaf] = value;
  else if (effect.op === 'add') parent[leaf] = numberOf(fieldValue(before, effect.field)) + numberOf(value);
  else parent[leaf] = [...listOf(fieldValue(before, effect.field)), value];
}

function locate(item: Record<string, unknown>, field: string): [Record<string, unknown>, string] {
  const dot = field.indexOf('.');
  if (dot < 0) return [item, field];
  const inner = item[field.slice(0, dot)];
  if (typeof inner !== 'object' || inner === null) throw new TypeError(`no map at ${field}`);
  return locate(inner as Record<string, unknown>, field.slice(dot + 1));
}

export function holds(guard: Guard, item: Item | undefined): boolean {
  if (guard.op === 'any') return guard.of.some((each) => holds(each, item));
  const actual = item && fieldValue(item, guard.field);
  switch (guard.op) {
    case 'absent':
      return actual === undefined;
    case 'exists':
      return actual !== undefined;
    case 'in':
      return guard.values.some((value) => equals(actual, operandValue(value, item)));
    case 'contains':
      return Array.isArray(actual) && actual.includes(operandValue(guard.value, item));
    // DynamoDB's `NOT contains(…)` holds for a field that is absent.
    case 'lacks':
      return !(Array.isArray(actual) && actual.includes(operandValue(guard.value, item)));
    default:
      return compare(guard.op, actual, operandValue(guard.value, item));
  }
}

function compare(op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', actual: unknown, wanted: unknown): boolean {
  if (op === 'eq') return equals(actual, wanted);
  if (typeof actual === 'number' && typeof wanted === 'number') return inOrder(op, actual - wanted);
  if (typeof actual === 'string' && typeof wanted === 'string')
    return inOrder(op, Buffer.compare(Buffer.from(actual), Buffer.from(wanted)));
  return false;
}

function inOrder(op: 'lt' | 'lte' | 'gt' | 'gte', difference: number): boolean {
  if (op === 'lt') return difference < 0;
  if (op === 'lte') return difference <= 0;
  return op === 'gt' ? difference > 0 : difference >= 0;
}

const equals = (actual: unknown, wanted: unknown): boolean =>
  actual !== undefined && wanted !== undefined && (actual === wanted || isSame(actual, wanted));

export function operandValue(operand: Operand, item: Item | undefined): unknown {
  if (operand.kind === 'const') return operand.value;
  if (operand.kind === 'field') return item && fieldValue(item, operand.name);
  throw new TypeError(`parameter ${operand.name} is open`);
}

export function fieldValue(item: Item, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      item,
    );
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`not a number: ${String(value)}`);
  return value;
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`not a list: ${String(value)}`);
  return value;
}
