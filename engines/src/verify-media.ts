/**
 * Decides whether a file is what the engine claims. Exit code 0 proves nothing: a truncated faststart file exits 0 with a fifth of its
 * frames, so the packets that are there are compared with the claim and with the container's own header.
 */
import { type MediaInfo } from './media-info.ts';
import { probeMedia } from './probe-media.ts';

export interface MediaExpectation {
  readonly video?: 'required' | 'optional' | 'absent';
  readonly audio?: 'required' | 'optional' | 'absent';
  /** Exact number of video frames. */
  readonly frames?: number | undefined;
  /** Length in seconds; two frames or 0.1 s of difference are allowed, whichever is more. */
  readonly durationSeconds?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export type MediaProblem = 'unreadable' | 'streams' | 'size' | 'frames' | 'duration' | 'truncated';

export type Verification =
  | { readonly kind: 'ok'; readonly info: MediaInfo }
  | { readonly kind: 'broken'; readonly problem: MediaProblem; readonly detail: string };

type Finding = readonly [problem: MediaProblem, detail: string] | undefined;

const videoOf = (info: MediaInfo) =>
  info.streams.find((stream) => stream.kind === 'video' && !stream.isAttachedPicture);

function checkStreams(info: MediaInfo, expect: MediaExpectation): Finding {
  for (const kind of ['video', 'audio'] as const) {
    const count = info.streams.filter((stream) => stream.kind === kind).length;
    if (expect[kind] === 'required' && count === 0) return ['streams', `has no ${kind}`];
    if (expect[kind] === 'absent' && count > 0) return ['streams', `has ${kind}, which nobody asked for`];
  }
  return undefined;
}

function checkSize(info: MediaInfo, expect: MediaExpectation): Finding {
  const video = videoOf(info);
  const isWrong =
    video !== undefined &&
    ((expect.width !== undefined && video.width !== expect.width) ||
      (expect.height !== undefined && video.height !== expect.height));
  return isWrong
    ? ['size', `is ${video.width}x${video.height} instead of ${expect.width}x${expect.height}`]
    : undefined;
}

function checkFrames(info: MediaInfo, expect: MediaExpectation): Finding {
  if (expect.frames === undefined || expect.frames === info.frames) return undefined;
  return ['frames', `has ${info.frames} frames instead of ${expect.frames}`];
}

function toleranceOf(info: MediaInfo): number {
  const fps = videoOf(info)?.fps;
  return Math.max(0.1, fps ? 2 / fps : 0);
}

function checkDuration(info: MediaInfo, expect: MediaExpectation): Finding {
  const actual = info.durationSeconds ?? info.readSeconds;
  if (expect.durationSeconds === undefined || Math.abs(actual - expect.durationSeconds) <= toleranceOf(info))
    return undefined;
  return ['duration', `lasts ${actual} s instead of ${expect.durationSeconds} s`];
}

/** The header claims more than the packets give: someone stopped writing. */
function checkTruncation(info: MediaInfo): Finding {
  const partial = info.complaints[0];
  if (partial !== undefined) return ['truncated', partial];
  const fps = videoOf(info)?.fps;
  // The time of the last packet is its decoding time, which runs behind where there are B frames; counted frames do not.
  const held = Math.max(info.readSeconds, fps ? info.frames / fps : 0);
  const missing = (info.durationSeconds ?? 0) - held;
  if (missing <= Math.max(toleranceOf(info), 0.25)) return undefined;
  return ['truncated', `claims ${info.durationSeconds} s and holds ${held.toFixed(2)} s`];
}

export function judgeMedia(info: MediaInfo, expect: MediaExpectation): Verification {
  const finding =
    checkStreams(info, expect) ??
    checkSize(info, expect) ??
    checkFrames(info, expect) ??
    checkDuration(info, expect) ??
    checkTruncation(info);
  return finding ? { kind: 'broken', problem: finding[0], detail: finding[1] } : { kind: 'ok', info };
}

/** @param file path on this machine  @param signal ends the verification */
export async function verifyMedia(
  ffmpeg: string,
  file: string,
  expect: MediaExpectation = {},
  signal?: AbortSignal,
): Promise<Verification> {
  const probe = await probeMedia(ffmpeg, file, signal);
  if (probe.kind === 'unreadable') return { kind: 'broken', problem: 'unreadable', detail: probe.detail };
  return judgeMedia(probe.info, expect);
}
