/** PutItem, UpdateItem, DeleteItem. */
import { capacityMember, writeUnits } from './capacity.ts';
import { type Database, type Operation } from './database.ts';
import { conditionFailed, invalid } from './errors.ts';
import { type Item } from './attribute.ts';
import { project } from './expression/project.ts';
import { type WriteInput } from './input.ts';
import { applyWrite, type DecidedWrite, decideWrite, prepareWrite, type WriteKind } from './prepared-write.ts';

export const putItem = operation('Put');
export const updateItem = operation('Update');
export const deleteItem = operation('Delete');

function operation(kind: 'Put' | 'Update' | 'Delete'): Operation {
  return { changes: true, run: (db, input: WriteInput) => writeItem(db, kind, input) };
}

function writeItem(db: Database, kind: WriteKind, input: WriteInput): string {
  const wish = input.ReturnValues ?? 'NONE';
  if (kind !== 'Update' && wish !== 'NONE' && wish !== 'ALL_OLD') throw invalid('Return values set to invalid value');
  const write = prepareWrite(db, kind, input);
  const decided = decideWrite(db, write);
  if (!decided.isConditionMet) throw conditionFailed(write.showsItemOnFailure ? decided.row?.json : undefined);
  const bytes = applyWrite(db, decided);
  const attributes = returned(wish, decided);
  const capacity = capacityMember(input.ReturnConsumedCapacity, write.table, writeUnits(bytes));
  const members = (attributes === undefined ? '' : `,"Attributes":${attributes}`) + capacity;
  return `{${members.slice(1)}}`;
}

/** JSON text of `Attributes`; undefined where the real service leaves the member out. */
function returned(wish: NonNullable<WriteInput['ReturnValues']>, decided: DecidedWrite): string | undefined {
  const { write, row, old, next } = decided;
  switch (wish) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return row?.json;
    case 'ALL_NEW':
      return next && JSON.stringify(next.item);
    case 'UPDATED_OLD':
      return old && nonEmpty(project(old, write.paths));
    case 'UPDATED_NEW':
      return next && nonEmpty(project(next.item, write.paths));
  }
}

function nonEmpty(item: Item): string | undefined {
  return Object.keys(item).length > 0 ? JSON.stringify(item) : undefined;
}
