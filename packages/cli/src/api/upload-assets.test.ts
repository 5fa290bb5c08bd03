import { describe, expect, it } from '@jest/globals';
import { findLocalSources } from './upload-assets.ts';

describe('the files that a composition names', () => {
  it('are those sources without a scheme, each with its pointer', () => {
    const composition = {
      tracks: [
        {
          clips: [{ asset: { kind: 'image', src: 'assets/photo.jpg' } }, { asset: { src: 'https://a.example/b.mp4' } }],
        },
      ],
      soundtrack: { src: 'music.m4a' },
      variables: { src: '{{photo}}' },
    };
    expect(findLocalSources(composition)).toEqual([
      { pointer: '/tracks/0/clips/0/asset/src', src: 'assets/photo.jpg' },
      { pointer: '/soundtrack/src', src: 'music.m4a' },
    ]);
  });
});
