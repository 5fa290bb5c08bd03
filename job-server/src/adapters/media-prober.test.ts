import { afterAll, describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { readFileSync } from 'node:fs';
import { type ReadBytes } from '../assets/ports.ts';
import { createMediaProber, probeLimits } from './media-prober.ts';

const clip = readFileSync(new URL('../../../examples/assets/clip.mp4', import.meta.url));
const of =
  (file: Buffer): ReadBytes =>
  async (offset, size) =>
    file.subarray(offset, offset + size);
const prober = createMediaProber();
afterAll(() => prober.stop());

describe('a look into a file', () => {
  it('tells length, streams, size, rate and codecs', async () => {
    expect(await prober.probe(of(clip), clip.length)).toMatchObject({
      container: 'MPEG-4',
      durationSeconds: expect.any(Number),
      streams: [{ kind: 'video', codec: 'AVC', width: expect.any(Number), height: expect.any(Number), fps: 30 }],
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['words', Buffer.from('not media at all')],
    ['noise', Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7_919 + (at >> 3)) & 255))],
    ['a header alone', clip.subarray(0, 32)],
  ])('finds no streams in %s', async (_, file) => {
    expect((await prober.probe(of(file), file.length)).streams).toEqual([]);
  });

  it('does not wait for a file that never comes, which says nothing of the file, and looks into the next one', async () => {
    const hasty = createMediaProber({ ...probeLimits, ms: 50 });
    const silent = hasty.probe(() => new Promise(() => undefined), 1_000_000);
    await expect(silent).rejects.toMatchObject({ code: 'storage-unavailable' });
    await hasty.stop();
    expect((await prober.probe(of(clip), clip.length)).streams).not.toEqual([]);
  });

  it('reads no more of a file than it may', async () => {
    const strict = createMediaProber({ ...probeLimits, bytes: 10 });
    expect(await strict.probe(of(clip), clip.length)).toEqual({ streams: [] });
    await strict.stop();
  });

  it('passes on that the bucket is away, which says nothing of the file', async () => {
    const away = () => Promise.reject(new FarmError('storage-unavailable', 'away'));
    await expect(prober.probe(away, 1_000)).rejects.toThrow('away');
    expect((await prober.probe(of(clip), clip.length)).streams).not.toEqual([]);
  });
});
