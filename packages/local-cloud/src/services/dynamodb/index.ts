/** Door of the DynamoDB stand-in. */
import { AwsError, type ServiceFactory } from '../../service.ts';

export const dynamodb: ServiceFactory = () => ({
  names: ['dynamodb'],
  protocol: 'json-1.0',
  handle: (request) => Promise.reject(new AwsError('UnknownOperationException', `no operation ${request.action}`)),
});
