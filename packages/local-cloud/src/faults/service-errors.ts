/** How each service says "slow down" and "my fault", so that the SDK classifies an injected fault as it would a real one. */
import { AwsError } from '../service.ts';

const throttles: Record<string, { code: string; status: number; message: string }> = {
  dynamodb: {
    code: 'ProvisionedThroughputExceededException',
    status: 400,
    message:
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  },
  s3: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
  ec2: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
  sqs: { code: 'RequestThrottled', status: 400, message: 'The request was denied due to request throttling.' },
  autoscaling: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  sts: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  lambda: { code: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.' },
  scheduler: { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
};

const failures: Record<string, string> = { dynamodb: 'InternalServerError', s3: 'InternalError', ec2: 'InternalError' };

export function throttleError(service: string): AwsError {
  const known = throttles[service] ?? { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' };
  return new AwsError(known.code, known.message, known.status);
}

export function internalError(service: string): AwsError {
  const message = 'The request processing has failed because of an unknown error, exception or failure.';
  return new AwsError(failures[service] ?? 'InternalFailure', message, 500);
}
