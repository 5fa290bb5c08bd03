import { describe, expect, it } from '@jest/globals';
import { AwsError, type Protocol } from '../service.ts';
import { renderError } from './render-error.ts';

const render = (error: AwsError, service: string, protocol: Protocol, method = 'POST') =>
  renderError(error, { service, protocol, method, requestId: 'req-1', isCbor: false });

describe('errors on the wire', () => {
  it('DynamoDB prefixes its codes and carries extra members', () => {
    const error = new AwsError('ConditionalCheckFailedException', 'no', 400, { Item: { pk: { S: 'a' } } });
    const reply = render(error, 'dynamodb', 'json-1.0');
    expect(JSON.parse(String(reply.body))).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'no',
      Item: { pk: { S: 'a' } },
    });
    expect(reply).toMatchObject({ status: 400, headers: { 'x-amzn-requestid': 'req-1' } });
  });

  it('SQS adds the code of its old protocol', () => {
    const reply = render(new AwsError('QueueDoesNotExist', 'no'), 'sqs', 'json-1.0');
    expect(reply.headers?.['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  });

  it('S3 answers XML with extra elements, and nothing to HEAD', () => {
    const error = new AwsError('NoSuchKey', 'a < b', 404, { Key: 'x&y' });
    expect(render(error, 's3', 'rest-xml', 'GET').body).toContain(
      '<Error><Code>NoSuchKey</Code><Message>a &lt; b</Message><Key>x&amp;y</Key><RequestId>req-1</RequestId></Error>',
    );
    expect(render(error, 's3', 'rest-xml', 'HEAD').body).toBeUndefined();
  });

  it('EC2 and the other query services have their own envelopes', () => {
    const error = new AwsError('RequestLimitExceeded', 'slow', 503);
    expect(render(error, 'ec2', 'query-xml').body).toContain(
      '<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error></Errors><RequestID>req-1</RequestID></Response>',
    );
    expect(render(error, 'autoscaling', 'query-xml').body).toContain(
      '<Error><Type>Receiver</Type><Code>RequestLimitExceeded</Code><Message>slow</Message></Error><RequestId>req-1</RequestId></ErrorResponse>',
    );
  });

  it('REST JSON services name the code in a header', () => {
    const reply = render(new AwsError('ResourceNotFoundException', 'no', 404), 'lambda', 'rest-json');
    expect(reply.headers?.['x-amzn-errortype']).toBe('ResourceNotFoundException');
    expect(JSON.parse(String(reply.body))).toEqual({ Type: 'User', message: 'no' });
  });
});
