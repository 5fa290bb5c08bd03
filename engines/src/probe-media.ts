/** Looks into a media file with ffmpeg alone: ffprobe is not assumed. Every packet is read, so what is reported is what is there. */
import { type MediaInfo, readMediaLog } from './media-info.ts';
import { lastLines, runFfmpeg } from './run-ffmpeg.ts';

export type Probe =
  { readonly kind: 'media'; readonly info: MediaInfo } | { readonly kind: 'unreadable'; readonly detail: string };

/** Files only, whatever a file says. */
export const localOnly = ['-protocol_whitelist', 'file,pipe'] as const;

const containers = [
  ...[
    'mov',
    'mp4',
    'm4a',
    '3gp',
    '3g2',
    'mj2',
    'matroska',
    'webm',
    'avi',
    'mpegts',
    'mpeg',
    'flv',
    'ogg',
    'mp3',
    'wav',
    'flac',
    'aac',
  ],
  ...['gif', 'image2', 'png_pipe', 'jpeg_pipe', 'webp_pipe'],
];

/** Before every `-i` of media from outside: no playlist either, since those name further files of this machine. */
export const mediaOnly = [...localOnly, '-format_whitelist', containers.join(',')] as const;

/** @param file path on this machine  @param signal ends the probe */
export async function probeMedia(ffmpeg: string, file: string, signal?: AbortSignal): Promise<Probe> {
  const source = `file:${file}`;
  const argv = [...mediaOnly, '-i', source, '-map', '0:v?', '-map', '0:a?', '-c', 'copy', '-f', 'null', '-'];
  const { code, log } = await runFfmpeg(ffmpeg, argv, signal);
  const info = readMediaLog(log);
  if (code !== 0 || info.streams.length === 0) return { kind: 'unreadable', detail: lastLines(log) };
  return { kind: 'media', info };
}
