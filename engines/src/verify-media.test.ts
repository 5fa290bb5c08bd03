import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFfmpeg } from './find-ffmpeg.ts';
import { readMediaLog } from './media-info.ts';
import { probeMedia } from './probe-media.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { verifyMedia } from './verify-media.ts';

const ffmpeg = findFfmpeg(process.env) ?? '';
const folder = mkdtempSync(join(tmpdir(), 'reelyard-verify-'));
const whole = join(folder, 'whole.mp4');
const truncated = join(folder, 'truncated.mp4');
const expected = {
  frames: 50,
  durationSeconds: 2,
  width: 128,
  height: 72,
  video: 'required',
  audio: 'required',
} as const;

beforeAll(async () => {
  const video = ['-f', 'lavfi', '-i', 'testsrc=s=128x72:r=25:d=2', '-f', 'lavfi', '-i', 'sine=d=2'];
  const made = await runFfmpeg(ffmpeg, [
    ...video,
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart',
    whole,
  ]);
  expect(made.code).toBe(0);
  const bytes = readFileSync(whole);
  writeFileSync(truncated, bytes.subarray(0, Math.round(bytes.length * 0.6)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a media file', () => {
  it('is ok when it is what the engine claims', async () => {
    expect(await verifyMedia(ffmpeg, whole, expected)).toMatchObject({ kind: 'ok', info: { frames: 50 } });
  });

  it('is caught when it was truncated, although ffmpeg reads it with exit code 0', async () => {
    const { code } = await runFfmpeg(ffmpeg, ['-i', truncated, '-map', '0', '-c', 'copy', '-f', 'null', '-']);
    expect(code).toBe(0);
    expect(await verifyMedia(ffmpeg, truncated, expected)).toMatchObject({ kind: 'broken', problem: 'frames' });
    expect(await verifyMedia(ffmpeg, truncated)).toMatchObject({ kind: 'broken', problem: 'truncated' });
  });

  it.each([
    [{ frames: 49 }, 'frames'],
    [{ durationSeconds: 3 }, 'duration'],
    [{ width: 640, height: 360 }, 'size'],
    [{ audio: 'absent' as const }, 'streams'],
  ])('is refused by name when it differs: %j', async (expectation, problem) => {
    expect(await verifyMedia(ffmpeg, whole, expectation)).toMatchObject({ kind: 'broken', problem });
  });

  it('is unreadable when it is no media', async () => {
    const path = join(folder, 'text.mp4');
    writeFileSync(path, 'not a video');
    expect(await probeMedia(ffmpeg, path)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('what ffmpeg says about media', () => {
  it('is read with its size, rate, rotation and color', () => {
    const info = readMediaLog(`
  Duration: 00:01:02.50, start: 0.000000, bitrate: 800 kb/s
    Stream #0:0(und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 [SAR 1:1 DAR 16:9], 5 kb/s, 29.97 fps, 30k tbn
    Metadata:
      rotate          : 90
    Stream #0:1(und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, 128 kb/s (default)
Output #0, null, to 'pipe:':
    Stream #0:0(und): Video: h264 (High), 1x1, 1 fps
frame= 1873 fps=0.0 q=-1.0 Lsize=N/A time=00:01:02.46 bitrate=N/A speed=1e+03x`);
    expect(info).toMatchObject({ durationSeconds: 62.5, frames: 1873, readSeconds: 62.46, complaints: [] });
    expect(info.streams).toEqual([
      {
        kind: 'video',
        codec: 'h264',
        width: 1920,
        height: 1080,
        fps: 29.97,
        colorSpace: 'bt709',
        quarterTurns: 1,
        isAttachedPicture: false,
      },
      { kind: 'audio', codec: 'aac', isAttachedPicture: false },
    ]);
  });
});

describe('a playlist among the media', () => {
  it('is not opened, since it could name any file of this machine', async () => {
    const path = join(folder, 'list.mp4');
    writeFileSync(path, `ffconcat version 1.0\nfile '${whole}'\n`);
    expect(await probeMedia(ffmpeg, path)).toMatchObject({ kind: 'unreadable' });
  });
});
