/** The members of requests that the operations read. What the SDK sends beyond them has no effect here. */
import { type Item } from './attribute.ts';
import { invalid } from './errors.ts';
import { type ExpressionInput } from './expression/context.ts';

export type CapacityWish = 'NONE' | 'TOTAL' | 'INDEXES';

export interface WriteInput extends ExpressionInput {
  TableName: string;
  Item?: Item;
  Key?: Item;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ReturnValues?: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';
  ReturnValuesOnConditionCheckFailure?: 'NONE' | 'ALL_OLD';
  ReturnConsumedCapacity?: CapacityWish;
}

export interface GetInput extends ExpressionInput {
  TableName: string;
  Key?: Item;
  ProjectionExpression?: string;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: CapacityWish;
}

export interface PageInput extends ExpressionInput {
  TableName: string;
  IndexName?: string;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  Select?: 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'COUNT' | 'SPECIFIC_ATTRIBUTES';
  Limit?: number;
  ExclusiveStartKey?: Item;
  ScanIndexForward?: boolean;
  ConsistentRead?: boolean;
  Segment?: number;
  TotalSegments?: number;
  ReturnConsumedCapacity?: CapacityWish;
}

/** Parameters from before expressions (2014); nothing written today sends them. */
const legacy = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
];

export function refuseLegacy(input: object): void {
  for (const name of legacy)
    if (name in input) throw invalid(`The loopback AWS does not know the legacy parameter ${name}; use expressions.`);
}

/** @throws ValidationException when references are defined although there is no expression to use them. */
export function refuseStray(input: ExpressionInput, hasExpressions: boolean, expressionNames: string): void {
  if (hasExpressions) return;
  for (const member of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const)
    if (input[member] !== undefined)
      throw invalid(`${member} can only be specified when using expressions: ${expressionNames} is null`);
}
