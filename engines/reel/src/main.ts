/** The process of the engine: argv in, protocol lines out, exit code 0 done, 10 retry, 20 permanent. The only file that reads the environment. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCanvas } from '@napi-rs/canvas';
import { engineJob, engineManifest } from '@reelyard/contracts';
import { findFfmpeg } from '../../src/find-ffmpeg.ts';
import { EngineFailure, exitCodes } from './failure.ts';
import { renderJob } from './render-job.ts';
import { type Reporter, aReporter } from './reporter.ts';

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

function readArguments() {
  const text = { type: 'string' } as const;
  const options = { job: text, out: text, scratch: text, 'first-frame': text, 'frame-count': text };
  return parseArgs({ options: { ...options, health: { type: 'boolean' } } }).values;
}

function readJob(path: string) {
  const parsed = engineJob.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new EngineFailure('permanent', 'job_unreadable', `the job file is not one: ${parsed.error.message}`);
}

function getFfmpeg(): string {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg !== undefined) return ffmpeg;
  throw new EngineFailure(
    'retry',
    'ffmpeg_missing',
    'found no ffmpeg: FFMPEG_PATH, PATH and the installed packages have none',
  );
}

/** Draws a pixel and finds ffmpeg: what a broken installation fails at. */
function checkHealth(): void {
  getFfmpeg();
  const canvas = createCanvas(2, 2);
  canvas.getContext('2d').fillRect(0, 0, 2, 2);
  if (canvas.data().length !== 16) throw new EngineFailure('retry', 'canvas_broken', 'the canvas draws nothing');
}

async function run(reporter: Reporter): Promise<void> {
  const values = readArguments();
  if (values.health) return checkHealth();
  const manifest = engineManifest.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../engine.json'), 'utf8')));
  const files = await renderJob(readJob(values.job ?? ''), {
    capabilities: manifest.capabilities,
    ffmpeg: getFfmpeg(),
    out: resolve(values.out ?? '.'),
    scratch: resolve(values.scratch ?? '.'),
    signal: stop.signal,
    reporter,
  });
  reporter.result(files);
}

const reporter = aReporter(
  (line) => process.stdout.write(line),
  () => performance.now(),
);
try {
  await run(reporter);
} catch (error) {
  const isOurs = error instanceof EngineFailure;
  if (stop.signal.aborted) reporter.error('stopped', 'was told to stop');
  else if (isOurs) reporter.error(error.code, error.message, error.pointer);
  else reporter.error('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = exitCodes[isOurs && !stop.signal.aborted ? error.outcome : 'retry'];
}
