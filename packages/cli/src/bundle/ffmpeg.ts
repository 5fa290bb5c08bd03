/** The ffmpeg that goes into packages: the one this machine would use itself. */
import { FarmError } from '@reelyard/contracts';
import { findFfmpeg } from '@reelyard/engines';

export function getFfmpeg(): string {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === undefined) throw new FarmError('bundle-failed', 'no ffmpeg: set FFMPEG_PATH, or install one on PATH');
  return ffmpeg;
}
