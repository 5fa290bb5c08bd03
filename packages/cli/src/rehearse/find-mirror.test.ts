import { describe, expect, it } from '@jest/globals';
import { findMirror } from './find-mirror.ts';

const folders: Record<string, string[]> = {
  '/empty': [],
  '/other': ['registry.example'],
  '/other/registry.example/hashicorp/aws': ['notes'],
  '/opt/plugins': ['registry.example'],
  '/opt/plugins/registry.example/hashicorp/aws': ['5.100.0'],
};

describe('the provider mirror', () => {
  const read = (dir: string): string[] => folders[dir] ?? [];

  it('is the first place with a version of the provider below a host', () => {
    expect(findMirror(['/nowhere', '/empty', '/other', '/opt/plugins'], read)).toBe('/opt/plugins');
  });

  it('is left to Terraform when there is none', () => {
    expect(findMirror(['/nowhere', '/other'], read)).toBeUndefined();
  });
});
