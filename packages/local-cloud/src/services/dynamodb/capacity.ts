/** Consumed capacity: a write unit per KB begun, a read unit per 4 KB begun (half when eventually consistent), double in transactions. */
import { type CapacityWish } from './input.ts';
import { type Table } from './table.ts';

export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5);
}

/** @returns the member for the reply, `,"ConsumedCapacity":{…}`, or nothing when it was not asked for. */
export function capacityMember(
  wish: CapacityWish | undefined,
  table: Table,
  units: number,
  indexName?: string,
): string {
  if (wish === undefined || wish === 'NONE') return '';
  return `,"ConsumedCapacity":${JSON.stringify(capacityOf(wish, table, units, indexName))}`;
}

export function capacityOf(wish: CapacityWish, table: Table, units: number, indexName?: string): object {
  const total = { TableName: table.name, CapacityUnits: units };
  if (wish !== 'INDEXES') return total;
  if (indexName === undefined) return { ...total, Table: { CapacityUnits: units } };
  const member =
    table.indexes.find(({ name }) => name === indexName)?.scope === 'local'
      ? 'LocalSecondaryIndexes'
      : 'GlobalSecondaryIndexes';
  return { ...total, Table: { CapacityUnits: 0 }, [member]: { [indexName]: { CapacityUnits: units } } };
}
