/** Progress of an engine that does not speak the protocol: a pattern over its output with the named groups `frame` or `percent`. */
import { type EngineManifest, type TaskProgress } from '@reelyard/contracts';

export type ProgressReader = (line: string) => TaskProgress | undefined;

/** @param frames of the task, for patterns that only tell a frame  */
export function progressReader(progress: EngineManifest['render']['progress'], frames: number): ProgressReader {
  if (progress.kind === 'json') return () => undefined;
  const pattern = new RegExp(progress.pattern, 'u');
  return (line) => {
    const groups = pattern.exec(line)?.groups;
    if (groups?.['percent'] !== undefined) return { fraction: clampFraction(Number(groups['percent']) / 100) };
    if (groups?.['frame'] === undefined || frames <= 0) return undefined;
    return frameProgress(Number(groups['frame']), frames);
  };
}

export function frameProgress(frame: number, frames: number): TaskProgress | undefined {
  if (!Number.isFinite(frame) || frames <= 0) return undefined;
  return { fraction: clampFraction(frame / frames), frame: Math.floor(frame), frames: Math.floor(frames) };
}

const clampFraction = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0);
