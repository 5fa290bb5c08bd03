/** Names of published files. The key carries who wrote it and in which epoch, so no two attempts ever share one. */
import { type TaskRef } from '@reelyard/contracts';

const TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  gif: 'image/gif',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  aac: 'audio/aac',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  json: 'application/json',
};

export const contentTypeOf = (file: string): string =>
  TYPES[file.slice(file.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';

export function artifactKey(userId: string, ref: TaskRef, epoch: number, file: string): string {
  return `artifacts/${userId}/${ref.tenant}/${ref.job}/${ref.n}/${epoch}/${file}`;
}

/** `video.mp4` is `video`; two files of one stem keep their full names. A segment is `segment`. */
export function artifactName(file: string, kind: string, all: readonly string[]): string {
  if (kind === 'segment') return 'segment';
  const stem = stemOf(file);
  return all.filter((other) => stemOf(other) === stem).length > 1 ? file : stem;
}

const stemOf = (file: string): string => (file.includes('.') ? file.slice(0, file.lastIndexOf('.')) : file);
