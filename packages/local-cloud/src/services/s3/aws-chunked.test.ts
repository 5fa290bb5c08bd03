import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AwsChunkedDecoder } from './aws-chunked.ts';

function decode(text: string, cuts: number[] = []): { payload: string; decoder: AwsChunkedDecoder } {
  const decoder = new AwsChunkedDecoder();
  const bytes = Buffer.from(text);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const pieces = edges.slice(1).flatMap((edge, index) => decoder.decode(bytes.subarray(edges[index], edge)));
  return { payload: Buffer.concat(pieces).toString(), decoder };
}

const body = '5;chunk-signature=abc\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\n';

describe('an aws-chunked body', () => {
  it('is the same however the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        const { payload, decoder } = decode(body, cuts);
        expect(payload).toBe('hello world');
        expect(decoder.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
        expect(decoder.isComplete).toBe(true);
      }),
    );
  });

  it('that ends early is not complete', () => {
    expect(decode('5\r\nhello\r\n').decoder.isComplete).toBe(false);
    expect(decode('5\r\nhel').decoder.isComplete).toBe(false);
  });

  it('with a size that is no number, or bytes beyond it, is refused', () => {
    expect(() => decode('five\r\nhello\r\n')).toThrow('terminated');
    expect(() => decode('5\r\nhello!\r\n')).toThrow('terminated');
    expect(() => decode('5'.repeat(5000))).toThrow('terminated');
  });
});
