import { describe, expect, it } from '@jest/globals';
import { type CompositionInput, type EngineFile, resolveComposition } from '@reelyard/contracts';
import { getBuiltInEngine } from '@reelyard/engines';
import { expectFiles } from './expect-files.ts';

const { manifest } = getBuiltInEngine('reel');
const scripted = getBuiltInEngine('scripted').manifest;

function compose(outputs?: CompositionInput['outputs']) {
  const input = {
    tracks: [{ clips: [{ start: 0, length: 2, asset: { kind: 'color' } }] }],
    ...(outputs ? { outputs } : {}),
  };
  const resolved = resolveComposition(input);
  if (resolved.kind !== 'resolved') throw new Error(JSON.stringify(resolved.problems));
  return resolved.composition;
}

const video: EngineFile = { name: 'video.mp4', kind: 'mp4', frames: 60, durationSeconds: 2, width: 1280, height: 720 };

describe('what a task must have made', () => {
  it('is every output of the composition, with the frames that it asks for', () => {
    const expected = expectFiles({ manifest, files: [video], composition: compose() });
    expect(expected).toMatchObject({ kind: 'expected', files: [{ file: 'video.mp4', isMedia: true, frames: 60 }] });
  });

  it('is missing an output that the engine does not name', () => {
    const composition = compose([{ kind: 'mp4' }, { kind: 'poster' }]);
    expect(expectFiles({ manifest, files: [video], composition })).toMatchObject({
      kind: 'missing',
      file: 'poster.jpg',
    });
  });

  it('is refused when the engine itself claims too few frames', () => {
    const expected = expectFiles({ manifest, files: [{ ...video, frames: 12 }], composition: compose() });
    expect(expected).toMatchObject({ kind: 'missing', detail: 'has 12 frames where the composition asks for 60' });
  });

  it('counts the frames of the range and the rate of an output', () => {
    const composition = compose([{ kind: 'mp4', fps: { num: 10 }, range: { start: 0.5, length: 1 } }]);
    expect(expectFiles({ manifest, files: [{ ...video, frames: 10 }], composition }).kind).toBe('expected');
    expect(expectFiles({ manifest, files: [{ ...video, frames: 20 }], composition }).kind).toBe('missing');
  });

  it('is exactly the frames of a segment, whatever the engine claims', () => {
    const expected = expectFiles({ manifest, files: [video], range: { firstFrame: 30, frameCount: 15 } });
    expect(expected).toMatchObject({ files: [{ frames: 15 }] });
  });

  it.each(['../video.mp4', '/etc/passwd', 'a/b', '.hidden', '-rf', 'a\nb.mp4', 'ä.mp4', 'x'.repeat(65), ''])(
    'is refused under a name that is no plain file name: %j',
    (name) => {
      expect(expectFiles({ manifest: scripted, files: [{ name, kind: 'file' }] })).toMatchObject({
        kind: 'missing',
        detail: 'is no name for a file that is published',
      });
    },
  );

  it('is at least one file', () => {
    expect(expectFiles({ manifest, files: [] }).kind).toBe('missing');
  });

  it('is looked into when the engine claims frames, even if its manifest asks for no verification', () => {
    expect(expectFiles({ manifest: scripted, files: [video] })).toMatchObject({
      files: [{ isMedia: true, frames: 60 }],
    });
    const plain = expectFiles({ manifest: scripted, files: [{ name: 'a.bin', kind: 'file' }] });
    expect(plain).toEqual({ kind: 'expected', files: [{ file: 'a.bin', isMedia: false }] });
  });
});
