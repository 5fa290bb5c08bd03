/**
 * Looks into what the engine wrote, by ffmpeg. Files without media only have to exist and hold something. A link is no file, and
 * neither is a file with a second name: both could make us publish what belongs to the host.
 */
import { lstat } from 'node:fs/promises';
import { type MediaInfo, verifyMedia } from '@reelyard/engines';
import { type FileExpectation } from '../core/expect-files.ts';
import { type MediaCheck, type MediaReport } from '../ports.ts';

export function mediaCheck(ffmpeg: string): MediaCheck {
  return { check: (path, expected, signal) => check(ffmpeg, path, expected, signal) };
}

async function check(
  ffmpeg: string,
  path: string,
  expected: FileExpectation,
  signal: AbortSignal,
): Promise<MediaReport> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile()) return { kind: 'broken', detail: 'does not exist' };
  if (found.nlink > 1) return { kind: 'broken', detail: 'has a second name elsewhere' };
  if (found.size === 0) return { kind: 'broken', detail: 'is empty' };
  if (!expected.isMedia) return { kind: 'ok', media: {} };
  const verdict = await verifyMedia(ffmpeg, path, expected, signal);
  if (verdict.kind === 'broken') return { kind: 'broken', detail: `${verdict.problem}: ${verdict.detail}` };
  return { kind: 'ok', media: describe(verdict.info) };
}

function describe(info: MediaInfo): Extract<MediaReport, { kind: 'ok' }>['media'] {
  const video = info.streams.find((stream) => stream.kind === 'video');
  return {
    ...(video?.width === undefined ? {} : { width: video.width }),
    ...(video?.height === undefined ? {} : { height: video.height }),
    ...(info.frames > 0 ? { frames: info.frames } : {}),
    ...(info.durationSeconds === undefined ? {} : { durationSeconds: info.durationSeconds }),
  };
}
