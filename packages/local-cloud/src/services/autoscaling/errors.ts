/** Auto Scaling's errors in AWS's own words, as far as clients match on them. */
import { AwsError } from '../../service.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function noGroup(name: string): AwsError {
  return validationError(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
}

export function noInstance(id: string): AwsError {
  return validationError(`Instance Id not found - No managed instance found for instance ID: ${id}`);
}
