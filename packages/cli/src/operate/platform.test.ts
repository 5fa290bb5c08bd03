import { describe, expect, it } from '@jest/globals';
import { checkPlatform } from './platform.ts';

describe('a machine that deploys', () => {
  it('builds what instances and tasks can run', () => {
    expect(() => checkPlatform({ platform: 'linux', arch: 'x64' })).not.toThrow();
  });

  it.each([
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ])('is sent elsewhere when it is %s on %s', (platform, arch) => {
    expect(() => checkPlatform({ platform, arch })).toThrow(`those of ${platform}-${arch}`);
  });
});
