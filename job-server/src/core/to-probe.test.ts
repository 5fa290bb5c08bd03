import { describe, expect, it } from '@jest/globals';
import { toProbe } from './to-probe.ts';

const general = { '@type': 'General', Format: 'MPEG-4', Duration: 2.024 };
const video = { '@type': 'Video', Format: 'AVC', Duration: 2, Width: 320, Height: 180, FrameRate: 30 };
const audio = { '@type': 'Audio', Format: 'AAC', Duration: 2.024, Channels: 1, SamplingRate: '44100' };

describe('what a file is', () => {
  it('lasts as long as its pictures where only its sound was padded', () => {
    expect(toProbe([general, video, audio]).durationSeconds).toBe(2);
    expect(toProbe([{ ...general, Duration: 9 }, video, audio]).durationSeconds).toBe(9);
    expect(toProbe([{ '@type': 'General' }, video]).durationSeconds).toBe(2);
  });

  it('tells streams in order, numbers as numbers', () => {
    expect(toProbe([general, video, audio]).streams).toEqual([
      { kind: 'video', codec: 'AVC', width: 320, height: 180, fps: 30 },
      { kind: 'audio', codec: 'AAC', channels: 1, sampleRate: 44_100 },
    ]);
  });

  it('leaves out what cannot be', () => {
    const odd = { '@type': 'Video', Width: -5, Height: 'tall', FrameRate: Infinity, Format: 'x'.repeat(500) };
    expect(toProbe([odd, { '@type': 'Menu' }])).toEqual({ streams: [{ kind: 'video', codec: 'x'.repeat(64) }] });
    expect(toProbe([])).toEqual({ streams: [] });
    expect(toProbe(Array(500).fill(video)).streams).toHaveLength(32);
  });
});
