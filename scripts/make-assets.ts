/**
 * Makes the media of the examples: a photo-like landscape, a clip of drifting lights and a piece of music, all drawn and synthesized here,
 * so that nobody else's rights are in the repository. The made files are committed; run this only to change them.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { findFfmpeg } from '@reelyard/engines';
import { drawLandscape } from './assets/landscape.ts';
import { lightFrames } from './assets/lights.ts';
import { composeMusic, sampleRate } from './assets/music.ts';

const folder = resolve(import.meta.dirname, '../examples/assets');
const ffmpeg = findFfmpeg(process.env);
if (ffmpeg === undefined) throw new Error('found no ffmpeg');

/** Feeds chunks to an ffmpeg that writes one file. */
async function encode(argv: readonly string[], chunks: Iterable<Buffer>, binary: string): Promise<void> {
  const child = spawn(binary, ['-hide_banner', '-loglevel', 'error', '-y', ...argv], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = once(child, 'close');
  for (const chunk of chunks) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = (await closed) as [number];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'photo.jpg'), await drawLandscape(1600, 1000).encode('jpeg', 82));

const clip = { width: 1280, height: 720, fps: 30, seconds: 4 };
const raw = [
  '-f',
  'rawvideo',
  '-pix_fmt',
  'rgba',
  '-s',
  `${clip.width}x${clip.height}`,
  '-r',
  String(clip.fps),
  '-i',
  'pipe:0',
];
const bt709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];
const x264 = [
  '-vf',
  'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
  '-c:v',
  'libx264',
  '-preset',
  'slow',
  '-crf',
  '23',
  ...bt709,
];
await encode([...raw, ...x264, '-movflags', '+faststart', join(folder, 'clip.mp4')], lightFrames(clip), ffmpeg);

const pcm = ['-f', 'f32le', '-ar', String(sampleRate), '-ac', '2', '-i', 'pipe:0'];
await encode([...pcm, '-c:a', 'aac', '-b:a', '128k', join(folder, 'music.m4a')], [composeMusic(11)], ffmpeg);
