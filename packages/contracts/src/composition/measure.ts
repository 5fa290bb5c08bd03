/** Bounds that must hold before anything walks the JSON recursively: this walk keeps its own stack. */
import { compositionLimits } from './limits.ts';
import { type CompositionProblem } from './problem.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The nesting of a JSON value, counted no further than the limit allows. */
function exceedsDepth(root: unknown): boolean {
  let level: unknown[] = [root];
  for (let depth = 0; depth < compositionLimits.depth; depth++) {
    level = level.filter(isObject).flatMap((value) => Object.values(value));
    if (level.length === 0) return false;
  }
  return level.some(isObject);
}

function countClips(root: unknown): number {
  const tracks = isObject(root) && 'tracks' in root && Array.isArray(root.tracks) ? root.tracks : [];
  return tracks.reduce<number>(
    (sum, track: unknown) =>
      sum + (isObject(track) && 'clips' in track && Array.isArray(track.clips) ? track.clips.length : 0),
    0,
  );
}

/** The limits a composition breaks: `limit_depth` or `limit_clips`. */
export function measureLimits(input: unknown): readonly CompositionProblem[] {
  if (exceedsDepth(input)) {
    return [{ pointer: '', code: 'limit_depth', detail: `is nested deeper than ${compositionLimits.depth} levels` }];
  }
  const clips = countClips(input);
  if (clips <= compositionLimits.clips) return [];
  return [
    {
      pointer: '/tracks',
      code: 'limit_clips',
      detail: `has ${clips} clips; at most ${compositionLimits.clips} are allowed`,
    },
  ];
}
