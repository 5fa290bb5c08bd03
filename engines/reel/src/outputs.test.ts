import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EngineFile, type EngineJob, engineManifest } from '@reelyard/contracts';
import { findFfmpeg } from '../../src/find-ffmpeg.ts';
import { runFfmpeg } from '../../src/run-ffmpeg.ts';
import { verifyMedia } from '../../src/verify-media.ts';
import { renderJob } from './render-job.ts';

const ffmpeg = findFfmpeg(process.env) ?? '';
const folder = mkdtempSync(join(tmpdir(), 'reelyard-outputs-'));
const assets = { 'ramp.mp4': join(folder, 'ramp.mp4'), 'tone.wav': join(folder, 'tone.wav') };
const { capabilities } = engineManifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../engine.json'), 'utf8')),
);
let runs = 0;

beforeAll(async () => {
  // Frame n of the left half has brightness 16 + 8 n; the right half stays white.
  const ramp = "color=black:s=64x36:r=10:d=2,format=yuv420p,geq=lum='if(lt(X,32),16+8*N,235)':cb=128:cr=128";
  const argv = ['-f', 'lavfi', '-i', ramp, '-f', 'lavfi', '-i', 'sine=f=440:d=2', '-c:v', 'libx264', '-crf', '5'];
  expect((await runFfmpeg(ffmpeg, [...argv, assets['ramp.mp4']])).code).toBe(0);
  expect((await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'sine=f=880:d=4', assets['tone.wav']])).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Rendered {
  readonly out: string;
  readonly files: readonly EngineFile[];
}

async function render(
  clips: readonly object[],
  outputs: readonly object[],
  rate = 10,
  fields: object = {},
): Promise<Rendered> {
  const out = join(folder, `out-${runs++}`);
  mkdirSync(out);
  const canvas = { width: 64, height: 36, fps: { num: rate } };
  const job = {
    v: 1,
    task: 'whole',
    attempt: 1,
    assets,
    composition: { canvas, tracks: [{ clips }], outputs, ...fields },
  };
  const reporter = { progress: () => undefined, result: () => undefined, error: () => undefined };
  const { signal } = new AbortController();
  const setting = { capabilities, ffmpeg, out, scratch: out, signal, reporter };
  return { out, files: await renderJob(job as unknown as EngineJob, setting) };
}

const pathOf = ({ out, files }: Rendered, index = 0) => join(out, files[index]?.name ?? '');

/** Mean brightness of the left and the right half of a frame, 0 to 255. */
function halves(path: string, frame: number): readonly number[] {
  const filter = `select=eq(n\\,${frame}),scale=2:1:flags=area,format=gray`;
  const argv = ['-loglevel', 'error', '-i', path, '-vf', filter, '-frames:v', '1', '-f', 'rawvideo', '-'];
  return [...execFileSync(ffmpeg, argv)];
}

/** Loudness of a piece of time, 0 to about 1. */
function loudness(path: string, from: number, to: number): number {
  const argv = ['-loglevel', 'error', '-i', path, '-af', `atrim=${from}:${to}`, '-ac', '1', '-f', 's16le', '-'];
  const samples = execFileSync(ffmpeg, argv);
  let sum = 0;
  for (let at = 0; at + 1 < samples.length; at += 2) sum += (samples.readInt16LE(at) / 32_768) ** 2;
  return Math.sqrt((2 * sum) / samples.length);
}

const video = { kind: 'video', src: 'ramp.mp4' };
const blue = { start: 0, length: 1, asset: { kind: 'color', color: '#0000ff' } };
const mp4 = { kind: 'mp4', quality: 'high' };

/** Integrated loudness in LUFS, as ffmpeg's own meter has it. */
function lufsOf(path: string): number {
  const argv = ['-hide_banner', '-nostats', '-i', path, '-af', 'ebur128', '-f', 'null', '-'];
  const { stderr } = spawnSync(ffmpeg, argv, { encoding: 'utf8' });
  return Number(/I:\s*(-?[\d.]+) LUFS/.exec(stderr.slice(stderr.lastIndexOf('Summary:')))?.[1]);
}

describe('a video as a matte', () => {
  it('shows more of a clip as it grows brighter', async () => {
    const white = {
      start: 0,
      length: 1.5,
      asset: { kind: 'color', color: '#ffffff' },
      matte: { kind: 'video', src: 'ramp.mp4' },
    };
    const made = await render([white], [{ kind: 'mp4', quality: 'high' }]);
    const [early = 0, always = 0] = halves(pathOf(made), 1);
    const [late = 0] = halves(pathOf(made), 14);
    expect([early < 40, late > early + 80, always > 215]).toEqual([true, true, true]);
    expect(made.files[0]?.audio).toBe(false);
  });
});

describe('a video before a green screen', () => {
  it('shows what lies beneath in place of the screen, picture by picture', async () => {
    // Red on green; from frame 5 on the red half is on the other side.
    const path = join(folder, 'screen.mp4');
    const side = 'if(lt(X,32)*lt(N,5)+gte(X,32)*gte(N,5),81,145)';
    const [cb, cr] = [
      'if(lt(X,16)*lt(N,5)+gte(X,16)*gte(N,5),90,54)',
      'if(lt(X,16)*lt(N,5)+gte(X,16)*gte(N,5),240,34)',
    ];
    const screen = `color=black:s=64x36:r=10:d=1,format=yuv420p,geq=lum='${side}':cb='${cb}':cr='${cr}'`;
    expect((await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', screen, '-c:v', 'libx264', '-crf', '5', path])).code).toBe(0);
    Object.assign(assets, { 'screen.mp4': path });
    const white = { start: 0, length: 1, asset: { kind: 'color', color: '#ffffff' } };
    const keyed = { start: 0, length: 1, asset: { kind: 'video', src: 'screen.mp4' }, key: { color: '#00ff00' } };
    const made = await render([white, keyed], [{ kind: 'mp4', quality: 'high' }]);
    const [left = 0, right = 0] = halves(pathOf(made), 2);
    expect([left < 120, right > 220]).toEqual([true, true]);
    const [laterLeft = 0, laterRight = 0] = halves(pathOf(made), 7);
    expect([laterLeft > 220, laterRight < 120]).toEqual([true, true]);
  });
});

describe('sound', () => {
  const mp3 = [{ kind: 'mp3', quality: 'high' }];
  const still = (length: number) => ({ start: 0, length, asset: { kind: 'color' } });
  const tone = (fields: object = {}) => ({ soundtrack: { src: 'tone.wav', ...fields } });
  /** 440 Hz from 1 s to 2 s; the soundtrack is 880 Hz. */
  const voice = { start: 1, length: 1, asset: { kind: 'audio', src: 'ramp.mp4' }, audio: { gain: 0.5 } };
  /** Loudness of the soundtrack alone. */
  const music = (path: string, from: number, to: number): number => {
    const band = `atrim=${from}:${to},highpass=f=700:p=2,highpass=f=700:p=2,highpass=f=700:p=2`;
    const samples = execFileSync(ffmpeg, [
      '-loglevel',
      'error',
      '-i',
      path,
      '-af',
      band,
      '-ac',
      '1',
      '-f',
      's16le',
      '-',
    ]);
    let sum = 0;
    for (let at = 0; at + 1 < samples.length; at += 2) sum += (samples.readInt16LE(at) / 32_768) ** 2;
    return Math.sqrt((2 * sum) / samples.length);
  };
  const decibels = (one: number, other: number) => 20 * Math.log10(one / other);

  it('of the soundtrack steps back by as much as is asked for while somebody speaks, and comes back', async () => {
    const made = await render([still(4), voice], mp3, 10, tone({ ducking: -18 }));
    const path = pathOf(made);
    const [before, under, after] = [music(path, 0.1, 0.7), music(path, 1.2, 1.9), music(path, 2.9, 3.8)];
    expect(Math.abs(decibels(under, before) + 18)).toBeLessThan(2);
    expect(Math.abs(decibels(after, before))).toBeLessThan(0.5);
  });

  it('of the soundtrack stays as it is where nobody speaks', async () => {
    const made = await render([still(3)], mp3, 10, tone({ ducking: -18 }));
    expect(Math.abs(decibels(music(pathOf(made), 1.2, 1.9), music(pathOf(made), 0.1, 0.7)))).toBeLessThan(0.5);
  });

  it.each([-16, -23, -30])('has the loudness that is asked for: %d LUFS', async (loudness) => {
    const made = await render([still(4), voice], mp3, 10, tone({ loudness, gain: 0.3 }));
    expect(Math.abs(lufsOf(pathOf(made)) - loudness)).toBeLessThan(0.6);
  });

  it('has it in a range and in a whole mp4, too, measured over the whole', async () => {
    const outputs = [mp4, { kind: 'mp3', range: { start: 0, length: 1 }, quality: 'high' }];
    const made = await render([still(4), voice], outputs, 10, tone({ loudness: -20, gain: 0.3 }));
    expect(Math.abs(lufsOf(pathOf(made)) + 20)).toBeLessThan(0.6);
    const [whole, part] = [loudness(pathOf(made), 0.1, 0.9), loudness(pathOf(made, 1), 0.1, 0.9)];
    expect(Math.abs(decibels(whole, part))).toBeLessThan(0.5);
  });

  it('never goes beyond its ceiling on the way', async () => {
    const made = await render([still(4), voice], mp3, 10, tone({ loudness: -5, gain: 1 }));
    const samples = execFileSync(ffmpeg, ['-loglevel', 'error', '-i', pathOf(made), '-f', 's16le', '-']);
    let peak = 0;
    for (let at = 0; at + 1 < samples.length; at += 2) peak = Math.max(peak, Math.abs(samples.readInt16LE(at)));
    // MP3 adds a little to what it was given.
    expect(peak / 32_768).toBeLessThan(0.97);
  });

  it('of nothing is not made louder', async () => {
    const made = await render([still(1)], mp3, 10, tone({ loudness: -16, gain: 0 }));
    expect(loudness(pathOf(made), 0, 1)).toBe(0);
  });
});

describe('files that reel makes', () => {
  it('are webm with VP9 and Opus', async () => {
    const made = await render([{ start: 0, length: 1, asset: video }], [{ kind: 'webm', quality: 'draft' }]);
    expect(made.files).toMatchObject([{ name: 'video.webm', kind: 'webm', frames: 10, audio: true }]);
    const { kind, info } = (await verifyMedia(ffmpeg, pathOf(made), { frames: 10, audio: 'required', width: 64 })) as {
      kind: string;
      info?: { streams: { codec: string }[] };
    };
    expect([kind, ...(info?.streams.map(({ codec }) => codec) ?? [])]).toEqual(['ok', 'vp9', 'opus']);
  });

  it('are gifs that loop, or play once, and leave nothing else behind', async () => {
    const again = await render([{ start: 0, length: 1, asset: video }], [{ kind: 'gif' }]);
    expect(readdirSync(again.out)).toEqual(['video.gif']);
    expect(readFileSync(pathOf(again)).includes('NETSCAPE2.0')).toBe(true);
    expect(await verifyMedia(ffmpeg, pathOf(again), { frames: 10, width: 64, height: 36 })).toMatchObject({
      kind: 'ok',
    });
    expect(halves(pathOf(again), 5)[1]).toBeGreaterThan(240);
    const once = await render([blue], [{ kind: 'gif', loop: false, size: { width: 32, height: 18 } }]);
    expect(readFileSync(pathOf(once)).includes('NETSCAPE2.0')).toBe(false);
    expect(once.files).toMatchObject([{ width: 32, height: 18 }]);
  });

  it('are mp3s of the mix, and silence where nothing sounds', async () => {
    const tone = { start: 1, length: 1, asset: { kind: 'audio', src: 'tone.wav' } };
    const made = await render([blue, tone], [{ kind: 'mp3' }]);
    expect(made.files).toMatchObject([{ name: 'audio.mp3', kind: 'mp3', durationSeconds: 2 }]);
    expect(loudness(pathOf(made), 0.1, 0.9)).toBeLessThan(0.001);
    expect(loudness(pathOf(made), 1.2, 1.9)).toBeGreaterThan(0.05);
    expect(loudness(pathOf(await render([blue], [{ kind: 'mp3' }])), 0, 1)).toBe(0);
  });
});

describe('media that is not played as it is', () => {
  it('runs faster or slower, and lasts as long', async () => {
    const fast = await render([{ start: 0, length: 'auto', asset: { ...video, speed: 2 } }], [mp4]);
    expect(fast.files).toMatchObject([{ frames: 10 }]);
    const slow = await render([{ start: 0, length: 'auto', asset: { ...video, speed: 0.5 } }], [mp4]);
    expect(slow.files).toMatchObject([{ frames: 40 }]);
    // Frame 4 at double speed is frame 8 of the media, at half speed frame 16 is it.
    const [quick, late] = [halves(pathOf(fast), 4)[0] ?? 0, halves(pathOf(slow), 16)[0] ?? 0];
    expect(Math.abs(quick - late)).toBeLessThan(6);
    expect(Math.abs(quick - ((16 + 8 * 8 - 16) * 255) / 219)).toBeLessThan(12);
  });

  it.each([10, 12, 24, 25, 30, 60])(
    'keeps its last frame, also where the first that is drawn lies beyond it (%i/s)',
    async (rate) => {
      const stills = [2, 2.5, 5].map((at) => ({ kind: 'still', name: `${at}.png`, format: 'png', at }));
      const made = await render([{ start: 0, length: 6, asset: video }], stills, rate);
      const last = ((16 + 8 * 19 - 16) * 255) / 219;
      for (const index of stills.keys())
        expect(Math.abs((halves(pathOf(made, index), 0)[0] ?? 0) - last)).toBeLessThan(14);
    },
  );

  it('shows only what is not cropped', async () => {
    const right = await render([{ start: 0, length: 1, asset: video, crop: { left: 0.5 } }], [mp4]);
    expect(halves(pathOf(right), 2).every((value) => value > 240)).toBe(true);
  });

  it('is filtered frame by frame', async () => {
    const inverted = await render([{ start: 0, length: 1, asset: video, filter: { effect: 'invert' } }], [mp4]);
    const [left = 0, right = 0] = halves(pathOf(inverted), 0);
    expect([left > 240, right < 15]).toEqual([true, true]);
  });

  it('gets louder and softer by keyframes', async () => {
    const keyframes = [
      { at: 0, value: 0 },
      { at: 1, value: 1 },
      { at: 2, value: 0.25, easing: 'step' },
    ];
    const tone = {
      start: 0,
      length: 3,
      asset: { kind: 'audio', src: 'tone.wav' },
      animate: [{ property: 'gain', keyframes }],
    };
    const path = pathOf(await render([{ ...blue, length: 3 }, tone], [{ kind: 'mp3', quality: 'high' }]));
    const full = loudness(path, 1.3, 1.9);
    expect(loudness(path, 0.4, 0.6) / full).toBeCloseTo(0.5, 1);
    expect(loudness(path, 2.2, 2.9) / full).toBeCloseTo(0.25, 1);
  });
});
