/**
 * The ffmpeg that goes into packages: the one that `FFMPEG_PATH` names, else the optional dependency, which is linked statically and so runs on
 * any Linux, and only then one on PATH: that of a distribution needs the distribution's libraries, which an instance may lack.
 */
import { FarmError } from '@reelyard/contracts';
import { findFfmpeg } from '@reelyard/engines';

export function getFfmpeg(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const ffmpeg = findFfmpeg({ FFMPEG_PATH: env['FFMPEG_PATH'] }) ?? findFfmpeg(env);
  if (ffmpeg === undefined)
    throw new FarmError(
      'bundle-failed',
      'no ffmpeg that starts: install the optional dependencies, or set FFMPEG_PATH',
    );
  return ffmpeg;
}
