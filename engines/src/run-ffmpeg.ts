/** Runs ffmpeg to its end and keeps the tail of what it said, since its last lines carry the cause of a failure. */
import { spawn } from 'node:child_process';

export interface FfmpegRun {
  readonly code: number | null;
  /** Standard error, at most the first and last 64 KiB. */
  readonly log: string;
}

const kept = 65_536;

/** @param signal ends ffmpeg (SIGKILL) when aborted. Rejects when ffmpeg cannot be started. */
export function runFfmpeg(ffmpeg: string, argv: readonly string[], signal?: AbortSignal): Promise<FfmpegRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, ['-hide_banner', '-nostdin', ...argv], {
      stdio: ['ignore', 'ignore', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal ? { signal } : {}),
    });
    let head = '';
    let tail = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (head.length < kept) head += text;
      else tail = (tail + text).slice(-kept);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, log: head + tail }));
  });
}

/** The last lines of a log, for an error message. */
export const lastLines = (log: string, count = 4): string =>
  log.trim().split('\n').slice(-count).join(' | ').slice(-1_000);
