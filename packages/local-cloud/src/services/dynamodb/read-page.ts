/** Query and Scan: one page of a table or index, filtered and projected. */
import { admitItem, type Item, ownValue, setValue } from './attribute.ts';
import { capacityMember, readUnits } from './capacity.ts';
import { type Database, type Operation } from './database.ts';
import { invalid } from './errors.ts';
import { type Condition, type Path } from './expression/ast.ts';
import { ExpressionContext } from './expression/context.ts';
import { isMet } from './expression/evaluate.ts';
import { pathsOf } from './expression/paths-of.ts';
import { project } from './expression/project.ts';
import { type PageInput, refuseLegacy, refuseStray } from './input.ts';
import { type KeyRange, readKeyCondition } from './key-condition.ts';
import { type Row, RowSource } from './row-source.ts';
import { hashOfKey } from './scan-segment.ts';
import { type Index, indexKeyOf, keyNames, keyOfItem, type Table } from './table.ts';

/** Bytes read for one page, before the filter. */
const maxPageBytes = 1024 * 1024;
/** Rows of the first slice; later ones double. */
const firstSlice = 64;

export const query: Operation = { changes: false, run: (db, input: PageInput) => readPage(db, input, true) };
export const scan: Operation = { changes: false, run: (db, input: PageInput) => readPage(db, input, false) };

interface PagePlan {
  table: Table;
  index: Index | undefined;
  range: KeyRange | undefined;
  filter: Condition | undefined;
  context: ExpressionContext;
  /** Attributes or paths to give back; undefined: everything. */
  projection: Path[] | undefined;
  /** Attributes that an index holds; undefined: everything. */
  visible: Path[] | undefined;
  after: string[] | undefined;
}

interface Page {
  texts: string[];
  count: number;
  scanned: number;
  bytes: number;
  lastKey: Item | undefined;
}

function readPage(db: Database, input: PageInput, isQuery: boolean): string {
  const plan = planPage(db, input, isQuery);
  const page = collect(db, plan, input);
  const items = input.Select === 'COUNT' ? '' : `"Items":[${page.texts.join(',')}],`;
  const lastKey = page.lastKey ? `,"LastEvaluatedKey":${JSON.stringify(page.lastKey)}` : '';
  const units = readUnits(page.bytes, input.ConsistentRead === true);
  const capacity = capacityMember(input.ReturnConsumedCapacity, plan.table, units, input.IndexName);
  return `{${items}"Count":${page.count},"ScannedCount":${page.scanned}${lastKey}${capacity}}`;
}

function planPage(db: Database, input: PageInput, isQuery: boolean): PagePlan {
  refuseLegacy(input);
  const table = db.tables.get(input.TableName);
  const index = indexOf(table, input);
  checkNumbers(input);
  const context = new ExpressionContext(input);
  const { KeyConditionExpression: keyText, FilterExpression: filterText, ProjectionExpression: wanted } = input;
  refuseStray(input, [keyText, filterText, wanted].some(Boolean), 'FilterExpression');
  if (isQuery && keyText === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const keyCondition = isQuery ? context.condition(keyText ?? '', 'KeyConditionExpression') : undefined;
  const range = keyCondition && readKeyCondition(keyCondition, index ?? table, context);
  const filter = filterText === undefined ? undefined : context.condition(filterText, 'FilterExpression');
  if (filter && isQuery) refuseKeysInFilter(filter, index ?? table, context);
  const projection = wanted === undefined ? undefined : context.projection(wanted);
  context.refuseUnused();
  const visible = visibleIn(table, index, input);
  checkSelect(input, index);
  const after = startOf(table, index, range, input.ExclusiveStartKey);
  return { table, index, range, filter, context, projection, visible, after };
}

function indexOf(table: Table, { IndexName: name, ConsistentRead: isConsistent }: PageInput): Index | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (!index) throw invalid(`The table does not have the specified index: ${name}`);
  if (isConsistent && index.scope === 'global')
    throw invalid('Consistent reads are not supported on global secondary indexes');
  return index;
}

function checkNumbers({ Limit: limit, Segment: segment, TotalSegments: total }: PageInput): void {
  if (limit !== undefined && !(limit >= 1))
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  if ((segment === undefined) !== (total === undefined))
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  if (segment !== undefined && total !== undefined && segment >= total)
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}

function checkSelect({ Select: select, ProjectionExpression: wanted }: PageInput, index: Index | undefined): void {
  if (select === 'SPECIFIC_ATTRIBUTES' && wanted === undefined)
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && !index)
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (wanted !== undefined && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES')
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
}

function refuseKeysInFilter(filter: Condition, schema: Table | Index, context: ExpressionContext): void {
  const keys = [schema.hash.name, schema.range?.name];
  const found = pathsOf(filter)
    .map(([name]) => context.name(name))
    .find((name) => keys.includes(name));
  if (found !== undefined)
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${found}`);
}

function visibleIn(table: Table, index: Index | undefined, { Select: select }: PageInput): Path[] | undefined {
  if (!index || index.projection === 'ALL') return undefined;
  if (select === 'ALL_ATTRIBUTES') {
    if (index.scope === 'local') return undefined;
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  return [...new Set([...keyNames(table, index), ...index.nonKeyAttributes])].map((name): Path => [name]);
}

/** Where the rows behind ExclusiveStartKey begin. */
function startOf(
  table: Table,
  index: Index | undefined,
  range: KeyRange | undefined,
  key: Item | undefined,
): string[] | undefined {
  if (!key) return undefined;
  admitItem(key);
  const names = keyNames(table, index);
  if (Object.keys(key).length !== names.length || !names.every((name) => Object.hasOwn(key, name)))
    throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
  const base = keyOfItem(table, key);
  if (!index) return checkedStart(range, base.pk, [base.sk]);
  const place = indexKeyOf(index, key) ?? { pk: '', sk: '' };
  return checkedStart(range, place.pk, [place.sk, base.pk, base.sk]);
}

function checkedStart(range: KeyRange | undefined, pk: string, rest: string[]): string[] {
  if (!range) return [pk, ...rest];
  if (range.pk !== pk)
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  return rest;
}

function collect(db: Database, plan: PagePlan, input: PageInput): Page {
  const { table, index, range } = plan;
  const isForward = input.ScanIndexForward !== false;
  const source = new RowSource(db.host.store, { table, index, range, isForward });
  const limit = input.Limit ?? Number.POSITIVE_INFINITY;
  const page: Page = { texts: [], count: 0, scanned: 0, bytes: 0, lastKey: undefined };
  let after = plan.after;
  let last: Row | undefined;
  for (let slice = firstSlice; ; slice *= 2) {
    const wanted = Math.min(slice, limit - page.scanned);
    const rows = source.read(after, wanted);
    for (const row of rows) {
      if (!isInSegment(plan, row, input) || isLate(db, plan, row)) continue;
      if (page.bytes + row.size > maxPageBytes && last) return endAt(plan, last, page);
      take(plan, row, input, page);
      if (page.scanned >= limit) return endAt(plan, row, page);
      last = row;
    }
    if (rows.length < wanted) return page;
    after = rows[rows.length - 1]?.position;
  }
}

/** The index does not show the row yet. */
function isLate({ items: { lag } }: Database, { index }: PagePlan, { position }: Row): boolean {
  if (!index || lag.isIdle) return false;
  const [pk = '', sk = ''] = position.slice(-2);
  return lag.isHidden(index, { pk, sk });
}

function endAt(plan: PagePlan, { json }: Row, page: Page): Page {
  return { ...page, lastKey: keyOnly(plan, JSON.parse(json) as Item) };
}

function take(plan: PagePlan, { json, size }: Row, { Select: select }: PageInput, page: Page): void {
  page.scanned += 1;
  page.bytes += size;
  const needsItem = plan.filter ?? plan.projection ?? plan.visible;
  let text = json;
  if (needsItem) {
    const stored = JSON.parse(json) as Item;
    const item = plan.visible ? project(stored, plan.visible) : stored;
    if (plan.filter && !isMet(plan.filter, item, plan.context)) return;
    if (plan.projection) text = JSON.stringify(project(item, plan.projection));
    else if (plan.visible) text = JSON.stringify(item);
  }
  page.count += 1;
  if (select !== 'COUNT') page.texts.push(text);
}

function isInSegment(
  { table }: PagePlan,
  { json }: Row,
  { Segment: segment, TotalSegments: total }: PageInput,
): boolean {
  if (segment === undefined || total === undefined) return true;
  return hashOfKey(keyOfItem(table, JSON.parse(json) as Item).pk) % total === segment;
}

function keyOnly({ table, index }: PagePlan, item: Item): Item {
  const key: Item = {};
  for (const name of keyNames(table, index)) {
    const value = ownValue(item, name);
    if (value) setValue(key, name, value);
  }
  return key;
}
