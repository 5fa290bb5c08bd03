/**
 * A write, checked and ready: everything that can be refused without looking at the stored item is refused in
 * `prepare…`; `decideWrite` then looks at the item and says what becomes of it; `applyWrite` does it.
 */
import { admitItem, type Item, maxItemBytes } from './attribute.ts';
import { type Database } from './database.ts';
import { invalid } from './errors.ts';
import { applyUpdate, refuseOverlap, updatedPaths } from './expression/apply-update.ts';
import { type Condition, type Path } from './expression/ast.ts';
import { ExpressionContext } from './expression/context.ts';
import { isMet } from './expression/evaluate.ts';
import { refuseLegacy, refuseStray, type WriteInput } from './input.ts';
import { type StoredItem } from './item-store.ts';
import { checkIndexKeys, type ItemKey, keyNames, keyOfItem, keyOfParameter, type Table } from './table.ts';

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

export interface PreparedWrite {
  kind: WriteKind;
  table: Table;
  key: ItemKey;
  condition: Condition | undefined;
  context: ExpressionContext;
  /** Whether the reply of a failed condition shows the item. */
  showsItemOnFailure: boolean;
  /** Paths that an update names, resolved; empty for other kinds. */
  paths: Path[];
  /** The item to stand there afterwards; undefined: none. */
  next(old: Item | undefined): { item: Item; size: number } | undefined;
}

export interface DecidedWrite {
  write: PreparedWrite;
  row: StoredItem | undefined;
  old: Item | undefined;
  isConditionMet: boolean;
  next: { item: Item; size: number } | undefined;
}

export function prepareWrite(db: Database, kind: WriteKind, input: WriteInput): PreparedWrite {
  refuseLegacy(input);
  const table = db.tables.get(input.TableName);
  const context = new ExpressionContext(input);
  const hasExpressions = input.ConditionExpression !== undefined || input.UpdateExpression !== undefined;
  refuseStray(input, hasExpressions, 'ConditionExpression');
  const condition =
    input.ConditionExpression === undefined
      ? undefined
      : context.condition(input.ConditionExpression, 'ConditionExpression');
  if (kind === 'ConditionCheck' && !condition) throw invalid('A condition check needs a ConditionExpression.');
  const showsItemOnFailure = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const plan = planOf(kind, table, input, context);
  context.refuseUnused();
  return { kind, table, condition, context, showsItemOnFailure, ...plan };
}

type Plan = Pick<PreparedWrite, 'key' | 'paths' | 'next'>;

function planOf(kind: WriteKind, table: Table, input: WriteInput, context: ExpressionContext): Plan {
  switch (kind) {
    case 'Put':
      return planPut(table, input);
    case 'Update':
      return planUpdate(table, input, context);
    case 'Delete':
    case 'ConditionCheck':
      admitItem(input.Key);
      return { key: keyOfParameter(table, input.Key), paths: [], next: () => undefined };
  }
}

function planPut(table: Table, { Item: item }: WriteInput): Plan {
  if (item === undefined) throw invalid("The parameter 'Item' is required but was not present in the request");
  const size = admitItem(item);
  if (size > maxItemBytes) throw invalid('Item size has exceeded the maximum allowed size');
  const key = keyOfItem(table, item);
  checkIndexKeys(table, item, false);
  return { key, paths: [], next: () => ({ item, size }) };
}

function planUpdate(table: Table, input: WriteInput, context: ExpressionContext): Plan {
  admitItem(input.Key);
  const keyItem = input.Key ?? {};
  const key = keyOfParameter(table, input.Key);
  const update = input.UpdateExpression === undefined ? undefined : context.update(input.UpdateExpression);
  const paths = update ? updatedPaths(update, context) : [];
  refuseOverlap(paths);
  const keys = keyNames(table);
  const touched = paths.find(([name]) => keys.includes(name));
  if (touched)
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${touched[0]}. This attribute is part of the key`,
    );
  const next = (old: Item | undefined) => {
    const base = old ?? { ...keyItem };
    const item = update ? applyUpdate(update, base, context) : base;
    const size = admitItem(item);
    if (size > maxItemBytes) throw invalid('Item size to update has exceeded the maximum allowed size');
    checkIndexKeys(table, item, true);
    return { item, size };
  };
  return { key, paths, next };
}

/** Reads the stored item and computes the outcome; nothing is changed. */
export function decideWrite(db: Database, write: PreparedWrite): DecidedWrite {
  const row = db.items.get(write.table, write.key);
  const needsOld = write.condition !== undefined || write.kind === 'Update' || write.table.indexes.length > 0;
  const old = row && (needsOld ? (JSON.parse(row.json) as Item) : {});
  const isConditionMet = !write.condition || isMet(write.condition, old ?? {}, write.context);
  const next = isConditionMet && write.kind !== 'ConditionCheck' ? write.next(old) : undefined;
  return { write, row, old, isConditionMet, next };
}

/** @returns bytes written, for the capacity: the larger of the old and the new item. */
export function applyWrite(db: Database, { write, row, old, next }: DecidedWrite): number {
  if (write.kind !== 'ConditionCheck') {
    if (next) db.items.put(write.table, write.key, next.item, next.size, old);
    else if (old) db.items.delete(write.table, write.key, old);
  }
  return Math.max(row?.size ?? 0, next?.size ?? 0);
}
