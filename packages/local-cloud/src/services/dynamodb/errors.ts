/** The errors of DynamoDB that more than one operation throws. Texts follow the real service: clients match on them. */
import { AwsError } from '../../service.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function noSuchTable(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

/** @param itemJson the item as stored, when the caller asked for it (ReturnValuesOnConditionCheckFailure). */
export function conditionFailed(itemJson?: string): AwsError {
  const extra = itemJson === undefined ? {} : { Item: JSON.parse(itemJson) as unknown };
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, extra);
}
