import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EngineFile, type EngineLine, findEngineLine } from '@reelyard/contracts';
import { findFfmpeg } from '../../src/find-ffmpeg.ts';
import { runFfmpeg } from '../../src/run-ffmpeg.ts';
import { verifyMedia } from '../../src/verify-media.ts';

const ffmpeg = findFfmpeg(process.env) ?? '';
const folder = mkdtempSync(join(tmpdir(), 'reelyard-reel-'));
const clip = join(folder, 'clip.mp4');
const tone = join(folder, 'tone.wav');
let runs = 0;

beforeAll(async () => {
  // A clip whose frame n has brightness 16 + 8 n, so that a frame tells which one it is.
  const ramp = "color=black:s=64x36:r=10:d=2,format=yuv420p,geq=lum='16+8*N':cb=128:cr=128";
  const video = ['-f', 'lavfi', '-i', ramp, '-f', 'lavfi', '-i', 'sine=f=440:d=2'];
  expect((await runFfmpeg(ffmpeg, [...video, '-c:v', 'libx264', '-crf', '5', clip])).code).toBe(0);
  expect((await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'sine=f=880:d=1', tone])).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly lines: readonly EngineLine[];
  readonly files: readonly EngineFile[];
}

function runJob(job: object): Promise<Run> {
  const out = join(folder, `out-${runs++}`);
  mkdirSync(out);
  const path = join(out, 'job.json');
  writeFileSync(
    path,
    JSON.stringify({ v: 1, task: 'whole', attempt: 1, assets: { 'clip.mp4': clip, 'tone.wav': tone }, ...job }),
  );
  const main = resolve(import.meta.dirname, 'main.ts');
  const argv = [
    '--disable-warning=ExperimentalWarning',
    main,
    '--job',
    path,
    '--out',
    out,
    '--scratch',
    out,
    '--first-frame=',
  ];
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = text
        .split('\n')
        .map(findEngineLine)
        .filter((line) => line !== undefined);
      const files = lines.flatMap((line) => ('result' in line ? line.result.files : []));
      settle({ code, out, lines, files });
    });
  });
}

const canvas = { width: 64, height: 36, fps: { num: 10 } };
const compositionOf = (clips: readonly object[], fields: object = {}) => ({ canvas, tracks: [{ clips }], ...fields });

/** Mean brightness (0–255) of each frame of a video. */
async function brightness(path: string): Promise<readonly number[]> {
  const argv = ['-i', path, '-vf', 'signalstats,metadata=print:key=lavfi.signalstats.YAVG', '-f', 'null', '-'];
  const { log } = await runFfmpeg(ffmpeg, argv);
  return [...log.matchAll(/YAVG=([\d.]+)/g)].map(([, value]) => Number(value));
}

/** Mean volume in dB from an instant for 0.3 s. */
async function volume(path: string, seconds: number): Promise<number> {
  const argv = ['-ss', String(seconds), '-t', '0.3', '-i', path, '-vn', '-af', 'volumedetect', '-f', 'null', '-'];
  return Number(/mean_volume: (-?[\d.]+) dB/.exec((await runFfmpeg(ffmpeg, argv)).log)?.[1]);
}

const color = (value: string, fields: object = {}) => ({
  length: 1,
  asset: { kind: 'color', color: value },
  ...fields,
});

describe('reel', () => {
  it('renders what it says it rendered', async () => {
    const { code, out, files, lines } = await runJob({
      composition: compositionOf([color('#ffffff'), color('#000000')], {
        outputs: [{ kind: 'mp4' }, { kind: 'poster', format: 'png' }],
      }),
    });
    expect(code).toBe(0);
    expect(files.map(({ name }) => name)).toEqual(['video.mp4', 'poster.png']);
    const { frames, durationSeconds, width, height } = files[0] ?? { name: '', kind: '' };
    const expected = { frames, durationSeconds, width, height, video: 'required', audio: 'absent' } as const;
    expect(await verifyMedia(ffmpeg, join(out, 'video.mp4'), expected)).toMatchObject({ kind: 'ok' });
    expect(lines).toContainEqual({ progress: { frame: 21, frames: 21 } });
    const levels = await brightness(join(out, 'video.mp4'));
    expect(levels.map(Math.round)).toEqual([...Array<number>(10).fill(235), ...Array<number>(10).fill(16)]);
  });

  it('shows the frame of a clip that belongs to each instant, also after a trim', async () => {
    const asset = { kind: 'video', src: 'clip.mp4', trim: 0.5, muted: true };
    const { out, code } = await runJob({
      composition: compositionOf([{ length: 1, asset }], { outputs: [{ kind: 'mp4', quality: 'high' }] }),
    });
    expect(code).toBe(0);
    const levels = await brightness(join(out, 'video.mp4'));
    levels.forEach((level, frame) => expect(Math.abs(level - (16 + 8 * (frame + 5)))).toBeLessThan(3));
  });

  it('takes the length of a clip from its media and holds its last frame beyond', async () => {
    const asset = { kind: 'video', src: 'clip.mp4' };
    const auto = await runJob({ composition: compositionOf([{ asset }]) });
    expect(auto.files[0]).toMatchObject({ frames: 20, durationSeconds: 2, audio: true });
    const longer = await runJob({ composition: compositionOf([{ asset, length: 3 }]) });
    const levels = await brightness(join(longer.out, 'video.mp4'));
    expect(levels).toHaveLength(30);
    expect(Math.abs((levels[29] ?? 0) - (levels[20] ?? 0))).toBeLessThan(2);
  });

  it('mixes sound where it belongs, and nothing elsewhere', async () => {
    const { out } = await runJob({
      composition: compositionOf([
        color('#336699', { length: 4 }),
        { start: 2, length: 1, asset: { kind: 'audio', src: 'tone.wav' } },
      ]),
    });
    const path = join(out, 'video.mp4');
    expect(await volume(path, 1.5)).toBeLessThan(-60);
    expect(await volume(path, 2.3)).toBeGreaterThan(-30);
    expect(await volume(path, 3.4)).toBeLessThan(-60);
  });

  it('cross-fades neighbors without dimming', async () => {
    const fade = { effect: 'fade', duration: 1, easing: 'linear' };
    const clips = [color('#808080', { length: 2, exit: fade }), color('#808080', { start: 1, length: 2, enter: fade })];
    const { out } = await runJob({ composition: compositionOf(clips) });
    const levels = await brightness(join(out, 'video.mp4'));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(2);
  });

  it('renders segments alone that join to the whole', async () => {
    const asset = { kind: 'video', src: 'clip.mp4' };
    const composition = compositionOf([{ asset }], { outputs: [{ kind: 'mp4', quality: 'high' }] });
    const segments: string[] = [];
    for (const range of [
      { firstFrame: 0, frameCount: 7 },
      { firstFrame: 7, frameCount: 13 },
    ]) {
      const segment = await runJob({ task: 'segment', composition, range });
      expect(segment.files).toMatchObject([{ kind: 'segment', frames: range.frameCount, audio: false }]);
      segments.push(join(segment.out, segment.files[0]?.name ?? ''));
    }
    const { out, files, code } = await runJob({ task: 'assembly', composition, segments });
    expect(code).toBe(0);
    expect(files).toMatchObject([{ name: 'video.mp4', frames: 20, audio: true }]);
    expect(
      await verifyMedia(ffmpeg, join(out, 'video.mp4'), { frames: 20, durationSeconds: 2, audio: 'required' }),
    ).toMatchObject({ kind: 'ok' });
    const levels = await brightness(join(out, 'video.mp4'));
    levels.forEach((level, frame) => expect(Math.abs(level - (16 + 8 * frame))).toBeLessThan(3));
    const missing = await runJob({ task: 'assembly', composition, segments: segments.slice(1) });
    expect(missing.code).toBe(10);
  });

  it.each([
    [
      'a capability it lacks',
      {
        composition: compositionOf([
          color('#fff', { animate: [{ property: 'width', keyframes: [{ at: 0, value: 0.5 }] }] }),
        ]),
      },
      '/tracks/0/clips/0/animate/0/property',
    ],
    ['a composition that is wrong', { composition: compositionOf([color('red')]) }, '/tracks/0/clips/0/asset/color'],
    [
      'a character that its font lacks',
      { composition: compositionOf([{ asset: { kind: 'text', text: 'Inter has no 字' } }]) },
      '/tracks/0/clips/0/asset/text',
    ],
    [
      'media that is none',
      { composition: compositionOf([{ asset: { kind: 'image', src: 'tone.wav' } }]) },
      '/tracks/0/clips/0/asset/src',
    ],
  ])('refuses %s for good, with its place', async (_, job, pointer) => {
    const { code, lines } = await runJob(job);
    expect(code).toBe(20);
    expect(lines.at(-1)).toMatchObject({ error: { pointer } });
  });

  it('asks for another try when an asset was not staged', async () => {
    const { code } = await runJob({ composition: compositionOf([{ asset: { kind: 'image', src: 'gone.jpg' } }]) });
    expect(code).toBe(10);
  });
});
