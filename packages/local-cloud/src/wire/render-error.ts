/** An AwsError in the wire format of the service that threw it. Each shape is what the service's current SDK parses. */
import { type AwsError, type Protocol, type ServiceReply } from '../service.ts';
import { encodeCbor } from '../services/monitoring/cbor.ts';
import { escapeXml } from './xml-text.ts';

/** What stands before `#` in `__type`; the SDK ignores it, other clients compare it. */
const typePrefixes: Record<string, string> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
  monitoring: 'com.amazonaws.cloudwatch.v2010_08_01#',
};

/** SQS codes whose name in the old query protocol differs; the SDK still reports the old name (`x-amzn-query-error`). */
const queryCodes: Record<string, string> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

export interface ErrorContext {
  service: string;
  protocol: Protocol;
  method: string;
  requestId: string;
  /** The client speaks Smithy's rpc-v2-cbor instead of the service's JSON (current CloudWatch clients do). */
  isCbor: boolean;
}

export function renderError(error: AwsError, context: ErrorContext): ServiceReply {
  if (context.isCbor) return cborError(error, context);
  switch (context.protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return jsonError(error, context);
    case 'rest-json':
      return restJsonError(error, context);
    case 'rest-xml':
      return s3Error(error, context);
    case 'query-xml':
      return context.service === 'ec2' ? ec2Error(error, context) : queryError(error, context);
  }
}

function jsonError(error: AwsError, { service, protocol, requestId }: ErrorContext): ServiceReply {
  const headers: Record<string, string> = {
    'content-type': protocol === 'json-1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  };
  if (service === 'sqs' || service === 'monitoring')
    headers['x-amzn-query-error'] = `${queryCodes[error.code] ?? error.code};${fault(error)}`;
  const document = { __type: typeOf(error.code, service), message: error.message, ...error.extra };
  return { status: error.status, headers, body: JSON.stringify(document) };
}

function cborError(error: AwsError, { service, requestId }: ErrorContext): ServiceReply {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
    'x-amzn-query-error': `${error.code};${fault(error)}`,
  };
  const document = { __type: typeOf(error.code, service), message: error.message, ...error.extra };
  return { status: error.status, headers, body: encodeCbor(document) };
}

function typeOf(code: string, service: string): string {
  if (service === 'dynamodb' && (code === 'ValidationException' || code === 'SerializationException'))
    return code === 'ValidationException' ? `com.amazon.coral.validate#${code}` : `com.amazon.coral.service#${code}`;
  return `${typePrefixes[service] ?? ''}${code}`;
}

function restJsonError(error: AwsError, { requestId }: ErrorContext): ServiceReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    body: JSON.stringify({ Type: error.status < 500 ? 'User' : 'Service', message: error.message, ...error.extra }),
  };
}

function s3Error(error: AwsError, { method, requestId }: ErrorContext): ServiceReply {
  const headers = { 'x-amz-request-id': requestId, 'content-type': 'application/xml' };
  if (method === 'HEAD' || error.status === 304) return { status: error.status, headers };
  const extra = Object.entries(error.extra).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  const text = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>${extra.join('')}`;
  return {
    status: error.status,
    headers,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${text}<RequestId>${requestId}</RequestId></Error>`,
  };
}

function ec2Error(error: AwsError, { requestId }: ErrorContext): ServiceReply {
  const text = `<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors>${text}</Errors><RequestID>${requestId}</RequestID></Response>`,
  };
}

const namespaces: Record<string, string> = {
  autoscaling: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

function queryError(error: AwsError, { service, requestId }: ErrorContext): ServiceReply {
  const text = `<Type>${fault(error)}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<ErrorResponse xmlns="${namespaces[service] ?? ''}"><Error>${text}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

function fault(error: AwsError): 'Sender' | 'Receiver' {
  return error.status < 500 ? 'Sender' : 'Receiver';
}
