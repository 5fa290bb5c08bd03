import { describe, expect, it } from '@jest/globals';
import { readCredential } from './credential.ts';

describe('who signed a call', () => {
  it('is read from the Authorization header', () => {
    const header =
      'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00';
    expect(readCredential(header, '/')).toEqual({ accessKeyId: 'AKIA1', region: 'us-east-1', service: 'dynamodb' });
  });

  it('is read from a presigned URL', () => {
    const url =
      '/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA2%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';
    expect(readCredential(undefined, url.slice(url.indexOf('?') + 1))).toEqual({
      accessKeyId: 'AKIA2',
      region: 'us-east-1',
      service: 's3',
    });
  });

  it.each([['Bearer xyz'], ['AWS4-HMAC-SHA256 Credential=AKIA1'], [undefined]])('%s says nobody', (header) => {
    expect(readCredential(header, 'plain=1')).toBeUndefined();
  });
});
