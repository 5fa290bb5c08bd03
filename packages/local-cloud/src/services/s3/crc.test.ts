import { describe, expect, it } from '@jest/globals';
import { crc32c, Crc64Nvme } from './crc.ts';

const digits = Buffer.from('123456789');

describe('the CRCs of S3', () => {
  it('give the check values of the catalogue', () => {
    expect(crc32c(digits).toString(16)).toBe('e3069283');
    const crc64 = new Crc64Nvme();
    crc64.update(digits);
    expect(crc64.digest().toString('hex')).toBe('ae8b14860a799888');
  });

  it('do not depend on how the bytes are cut', () => {
    expect(crc32c(digits.subarray(4), crc32c(digits.subarray(0, 4)))).toBe(crc32c(digits));
    const crc64 = new Crc64Nvme();
    for (const byte of digits) crc64.update(Buffer.of(byte));
    expect(crc64.digest().toString('hex')).toBe('ae8b14860a799888');
  });
});
