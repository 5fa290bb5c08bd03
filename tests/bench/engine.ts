/**
 * How far the built-in engine is from its limit: the same ffmpeg with the same settings and the same sound, fed from pre-rendered raw
 * frames in memory. A wrapper in the engine's `FFMPEG_PATH` keeps its frames and its argv, so the limit can never drift from the engine.
 * Both sides encode with the default quality, x264's `medium`: it is what customers get, for a video is rendered once and delivered often.
 * The engine is bundled as its package is: that is what instances run, and it starts 0.2 s sooner than the sources.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fillEngineArgv } from '@reelyard/contracts';
import { findFfmpeg, getBuiltInEngine } from '@reelyard/engines';
import { packReel } from './engine/pack-reel.ts';
import { type Bench, type BenchOptions, mustBe, quantile } from './bench.ts';

interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the process and everything it started. */
  readonly cpuSeconds: number;
}

export interface EngineFigures {
  readonly reel: Cost;
  readonly limit: Cost;
  readonly ratio: { readonly wall: number; readonly cpu: number };
  readonly frames: number;
  /** Frames that differ from the one before, as a share: equal frames cost the engine nothing and would flatter it. */
  readonly distinctFrames: number;
}

const examples = resolve(import.meta.dirname, '../../examples');
const pixelFields = new Set(['size', 'minSize', 'letterSpacing', 'radius', 'padding', 'blur']);

/** The composition on a larger canvas: all that is given in pixels grows with it. */
function enlarge(value: unknown, factor: number, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => enlarge(item, factor));
  if (typeof value === 'number') return pixelFields.has(key) ? value * factor : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, enlarge(item, factor, name)]));
}

function writeJob(folder: string, height: number): string {
  const hello = JSON.parse(readFileSync(join(examples, 'hello.json'), 'utf8')) as Record<string, unknown>;
  const factor = height / 720;
  const canvas = { ...(hello['canvas'] as object), width: 1280 * factor, height };
  const composition = { ...(enlarge(hello, factor) as object), canvas, outputs: [{ kind: 'mp4' }] };
  const names = ['assets/photo.jpg', 'assets/clip.mp4', 'assets/music.m4a'];
  const assets = Object.fromEntries(names.map((name) => [name, join(examples, name)]));
  const path = join(folder, `job-${height}.json`);
  writeFileSync(path, JSON.stringify({ v: 1, task: 'whole', attempt: 1, composition, assets }));
  return path;
}

const clockSeconds = (text: string): number => {
  const [, minutes = '0', seconds = '0'] = /(\d+)m([\d.]+)s/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

/** Runs a command under a shell that only reports the times of its children. */
function measure(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
  return new Promise((resolvePromise, reject) => {
    const startedAt = performance.now();
    const child = spawn('sh', ['-c', '"$@" >/dev/null || exit 1; times >&2', 'sh', ...argv], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4_096)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`${argv[0]} failed: ${log}`));
      const [user = '', system = ''] = log.trim().split('\n').at(-1)?.split(/\s+/) ?? [];
      const wallSeconds = (performance.now() - startedAt) / 1_000;
      resolvePromise({ wallSeconds, cpuSeconds: clockSeconds(user) + clockSeconds(system) });
    });
  });
}

interface Setting {
  readonly folder: string;
  /** Where the packed engine is. */
  readonly engine: string;
  readonly ffmpeg: string;
  readonly pairs: number;
  readonly say: (text: string) => void;
}

function reelArgv(job: string, { folder, engine }: Setting): readonly string[] {
  const { manifest } = getBuiltInEngine('reel');
  const values = {
    node: process.execPath,
    engine,
    job,
    out: folder,
    scratch: folder,
    firstFrame: '',
    frameCount: '',
  };
  return fillEngineArgv(manifest.render.argv, values);
}

/** Stands in for ffmpeg once: keeps argv and frames of the encoder, and passes everything else through. */
function writeRecorder({ folder, ffmpeg }: Setting): string {
  const path = join(folder, 'recorder');
  const script = `#!/bin/sh
case "$*" in
  *pipe:0*) printf '%s\\0' "$@" > '${folder}/argv'; cat > '${folder}/frames'; exec '${ffmpeg}' "$@" < '${folder}/frames' ;;
  *) exec '${ffmpeg}' "$@" ;;
esac
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

/** Share of the frames that differ from the one before. */
async function countDistinct(path: string, frameBytes: number): Promise<{ frames: number; distinct: number }> {
  const frames = Math.floor(statSync(path).size / frameBytes);
  const file = await open(path);
  let [previous, current] = [Buffer.alloc(frameBytes), Buffer.alloc(frameBytes)];
  let distinct = 0;
  try {
    for (let frame = 0; frame < frames; frame++) {
      await file.read(current, 0, frameBytes, frame * frameBytes);
      if (frame === 0 || !current.equals(previous)) distinct += 1;
      [previous, current] = [current, previous];
    }
  } finally {
    await file.close();
  }
  return { frames, distinct };
}

const median = (values: readonly number[]) => quantile(values, 0.5);
const round = (value: number) => Math.round(value * 100) / 100;

function summarize(costs: readonly Cost[]): Cost {
  return {
    wallSeconds: round(median(costs.map(({ wallSeconds }) => wallSeconds))),
    cpuSeconds: round(median(costs.map(({ cpuSeconds }) => cpuSeconds))),
  };
}

async function compare(setting: Setting, height: number): Promise<EngineFigures> {
  const { folder, ffmpeg, pairs, say } = setting;
  const engine = reelArgv(writeJob(folder, height), setting);
  await measure(engine, { ...process.env, FFMPEG_PATH: writeRecorder(setting) });
  const frames = join(folder, 'frames');
  const recorded = readFileSync(join(folder, 'argv'), 'utf8').split('\0').slice(0, -1);
  const encode = [ffmpeg, ...recorded.map((part) => (part === 'pipe:0' ? `file:${frames}` : part))];
  const counted = await countDistinct(frames, ((height * 16) / 9) * height * 4);
  const reel: Cost[] = [];
  const limit: Cost[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    limit.push(await measure(encode, process.env));
    reel.push(await measure(engine, { ...process.env, FFMPEG_PATH: ffmpeg }));
    say(`${height}p pair ${pair + 1}: reel ${JSON.stringify(reel.at(-1))} limit ${JSON.stringify(limit.at(-1))}`);
  }
  const wall = median(reel.map((cost, pair) => cost.wallSeconds / (limit[pair]?.wallSeconds ?? 1)));
  const cpu = median(reel.map((cost, pair) => cost.cpuSeconds / (limit[pair]?.cpuSeconds ?? 1)));
  return {
    reel: summarize(reel),
    limit: summarize(limit),
    ratio: { wall: round(wall), cpu: round(cpu) },
    frames: counted.frames,
    distinctFrames: round(counted.distinct / counted.frames),
  };
}

export interface EngineBenchOptions {
  /** Runs of engine and limit each, in turn; the medians are reported. */
  readonly pairs?: number;
  readonly heights?: readonly number[];
  readonly say?: (text: string) => void;
}

/** Figures by height: `{ '720p': …, '1080p': … }`. */
export async function runEngineBench(options: EngineBenchOptions = {}): Promise<Record<string, EngineFigures>> {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === undefined) throw new Error('found no ffmpeg');
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(memory, 'reelyard-bench-'));
  try {
    const engine = await packReel(folder);
    const setting = { folder, engine, ffmpeg, pairs: options.pairs ?? 3, say: options.say ?? (() => undefined) };
    const figures: Record<string, EngineFigures> = {};
    for (const height of options.heights ?? [720, 1080]) figures[`${height}p`] = await compare(setting, height);
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const checks = (name: string, { ratio, distinctFrames }: EngineFigures): string[] => [
  ...mustBe(`${name} wall ratio`, ratio.wall, { atMost: 1.4 }),
  ...mustBe(`${name} cpu ratio`, ratio.cpu, { atMost: 1.4 }),
  ...mustBe(`${name} distinct frames`, distinctFrames, { atLeast: 0.95 }),
];

/** `jobs` is the number of pairs. */
export const engineBench: Bench = {
  async run({ jobs, say }: BenchOptions) {
    const figures = await runEngineBench({ say, ...(jobs === undefined ? {} : { pairs: jobs }) });
    return { figures, misses: Object.entries(figures).flatMap(([name, one]) => checks(name, one)) };
  },
};
