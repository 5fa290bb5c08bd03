/** Errors of SQS by their names in its JSON protocol. Source: SQS API Reference, "Errors" of each action. */
import { AwsError } from '../../service.ts';

export function sqsError(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, message, status);
}

export function invalidValue(message: string): AwsError {
  return sqsError('InvalidParameterValue', message);
}
