/** The error that CloudWatch gives for a value out of its range. */
import { AwsError } from '../../service.ts';

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
