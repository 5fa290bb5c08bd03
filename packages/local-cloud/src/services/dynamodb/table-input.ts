/** The parameters of CreateTable and UpdateTable, and the key schemas in them, checked. */
import { invalid } from './errors.ts';
import { type KeyType } from './key-codec.ts';
import { type Index, type KeySchema, type ProjectionType } from './table.ts';

export interface AttributeDefinition {
  AttributeName: string;
  AttributeType: KeyType;
}

export interface KeyElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

export interface IndexInput {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection?: { ProjectionType?: ProjectionType; NonKeyAttributes?: string[] };
}

export interface TableInput {
  TableName: string;
  AttributeDefinitions?: AttributeDefinition[];
  KeySchema?: KeyElement[];
  BillingMode?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  ProvisionedThroughput?: object;
  GlobalSecondaryIndexes?: IndexInput[];
  LocalSecondaryIndexes?: IndexInput[];
  DeletionProtectionEnabled?: boolean;
  Tags?: { Key: string; Value: string }[];
}

/** From the DynamoDB quotas. */
const maxIndexes = { global: 20, local: 5 };

export function checkTableName(name: unknown): string {
  if (typeof name === 'string' && /^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return name;
  throw invalid(
    'TableName must be at least 3 characters long and at most 255 characters long, of a-z, A-Z, 0-9, underscore, dot and hyphen',
  );
}

export function readKeySchema(elements: KeyElement[] | undefined, definitions: AttributeDefinition[]): KeySchema {
  const [hash, range, ...others] = elements ?? [];
  if (!hash || others.length > 0 || hash.KeyType !== 'HASH' || (range && range.KeyType !== 'RANGE'))
    throw invalid(
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type, the second is not a RANGE key type, or there are too many',
    );
  if (range && range.AttributeName === hash.AttributeName)
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  return { hash: attributeOf(hash, definitions), ...(range && { range: attributeOf(range, definitions) }) };
}

function attributeOf({ AttributeName: name }: KeyElement, definitions: AttributeDefinition[]) {
  const type = definitions.find((definition) => definition.AttributeName === name)?.AttributeType;
  if (type === undefined)
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}], AttributeDefinitions: [${definitions.map((definition) => definition.AttributeName).join(', ')}]`,
    );
  if (type !== 'S' && type !== 'N' && type !== 'B')
    throw invalid(`Member must satisfy enum value set: [B, N, S], not ${String(type)}`);
  return { name, type };
}

/** Indexes of a new table, ids still missing. */
export function readIndexes(input: TableInput, table: KeySchema): Omit<Index, 'id'>[] {
  const definitions = input.AttributeDefinitions ?? [];
  const { GlobalSecondaryIndexes: globals = [], LocalSecondaryIndexes: locals = [] } = input;
  if (globals.length > maxIndexes.global || locals.length > maxIndexes.local)
    throw invalid('One or more parameter values were invalid: too many secondary indexes');
  const indexes = [
    ...globals.map((index) => readIndex(index, 'global', definitions)),
    ...locals.map((index) => readIndex(index, 'local', definitions)),
  ];
  for (const { name, scope, hash, range } of indexes) {
    if (indexes.filter((other) => other.name === name).length > 1)
      throw invalid(`One or more parameter values were invalid: Duplicate index name: ${name}`);
    if (scope === 'local' && (hash.name !== table.hash.name || !range || !table.range))
      throw invalid(
        `One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}`,
      );
  }
  return indexes;
}

export function readIndex(
  input: IndexInput,
  scope: Index['scope'],
  definitions: AttributeDefinition[],
): Omit<Index, 'id'> {
  const schema = readKeySchema(input.KeySchema, definitions);
  const { ProjectionType: projection = 'ALL', NonKeyAttributes: nonKeyAttributes = [] } = input.Projection ?? {};
  if ((projection === 'INCLUDE') !== nonKeyAttributes.length > 0)
    throw invalid(
      `One or more parameter values were invalid: ProjectionType is ${projection}, and NonKeyAttributes is ${nonKeyAttributes.length > 0 ? '' : 'not '}specified`,
    );
  return { ...schema, name: input.IndexName, scope, projection, nonKeyAttributes };
}

/** @throws ValidationException when an attribute is defined that no key uses. */
export function refuseSpareAttributes(definitions: AttributeDefinition[], schemas: KeySchema[]): void {
  const used = new Set(schemas.flatMap(({ hash, range }) => [hash.name, range?.name]));
  if (definitions.some(({ AttributeName: name }) => !used.has(name)))
    throw invalid(
      `One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    );
}
