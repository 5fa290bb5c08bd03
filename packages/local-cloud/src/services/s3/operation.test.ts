import { describe, expect, it } from '@jest/globals';
import { operationOf } from './operation.ts';

const nameOf = (call: string, headers: Record<string, string> = {}): string => {
  const [method = '', target = ''] = call.split(' ');
  const [path = '', query = ''] = target.split('?');
  return operationOf({ method, path, query: new URLSearchParams(query), headers });
};

describe('the operation of a call to S3', () => {
  it.each([
    ['GET /', 'ListBuckets'],
    ['PUT /clips', 'CreateBucket'],
    ['PUT /clips/', 'CreateBucket'],
    ['HEAD /clips', 'HeadBucket'],
    ['GET /clips', 'ListObjects'],
    ['GET /clips?list-type=2&prefix=a', 'ListObjectsV2'],
    ['GET /clips?location', 'GetBucketLocation'],
    ['GET /clips?uploads', 'ListMultipartUploads'],
    ['POST /clips?delete', 'DeleteObjects'],
    ['PUT /clips?policy', 'PutBucketPolicy'],
    ['GET /clips?publicAccessBlock', 'GetPublicAccessBlock'],
    ['GET /clips/a/b', 'GetObject'],
    ['HEAD /clips/a/b', 'HeadObject'],
    ['PUT /clips/a/b', 'PutObject'],
    ['DELETE /clips/a/b', 'DeleteObject'],
    ['PUT /clips/a?tagging', 'PutObjectTagging'],
    ['POST /clips/a?uploads', 'CreateMultipartUpload'],
    ['PUT /clips/a?partNumber=1&uploadId=u', 'UploadPart'],
    ['GET /clips/a?uploadId=u', 'ListParts'],
    ['POST /clips/a?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE /clips/a?uploadId=u', 'AbortMultipartUpload'],
  ])('%s is %s', (call, name) => {
    expect(nameOf(call)).toBe(name);
  });

  it('is a copy when a header names the source', () => {
    const headers = { 'x-amz-copy-source': '/clips/a' };
    expect(nameOf('PUT /clips/b', headers)).toBe('CopyObject');
    expect(nameOf('PUT /clips/b?partNumber=1&uploadId=u', headers)).toBe('UploadPartCopy');
  });

  it('is nothing where S3 has none', () => {
    const calls = ['POST /', 'PATCH /clips', 'POST /clips/a', 'POST /clips?policy'];
    expect(calls.map((call) => nameOf(call))).toEqual(['', '', '', '']);
  });
});
