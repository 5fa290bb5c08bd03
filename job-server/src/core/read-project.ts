/**
 * The few fields of an opaque project that Reelyard reads: `segments` (1–90 parts that the engine renders alone), `frames` and
 * `pixels` for estimates. Everything else is the engine's.
 */
import { type EngineManifest, type ProblemItem } from '@reelyard/contracts';
import { planning } from './plan-tasks.ts';

export interface ProjectShape {
  readonly segments: number;
  readonly frames: number;
  readonly pixels: number;
}

export type ProjectReading =
  | { readonly kind: 'read'; readonly shape: ProjectShape }
  | { readonly kind: 'refused'; readonly errors: ProblemItem[] };

/** A project that does not say how long it is counts as 10 s of 720p. */
const unknown = { frames: 300, pixels: 1_280 * 720 };

const refused = (pointer: string, code: string, detail: string): ProjectReading => ({
  kind: 'refused',
  errors: [{ pointer, code, detail }],
});

export function readProject(project: unknown, engine: EngineManifest): ProjectReading {
  if (typeof project !== 'object' || project === null || Array.isArray(project)) {
    return refused('/project', 'invalid_type', 'must be an object');
  }
  const fields = project as Readonly<Record<string, unknown>>;
  const segments = fields['segments'] ?? 1;
  if (!isCount(segments) || segments > planning.maxSegments) {
    return refused('/project/segments', 'invalid_value', `must be an integer from 1 to ${planning.maxSegments}`);
  }
  if (segments > 1 && !engine.capabilities.segments) {
    return refused('/project/segments', 'unsupported_capability', `segments: ${engine.name} renders no segments`);
  }
  const frames = isCount(fields['frames']) ? fields['frames'] : Math.max(unknown.frames, segments);
  if (frames < segments) return refused('/project/segments', 'too_big', 'is more than the frames of the project');
  const pixels = isCount(fields['pixels']) ? fields['pixels'] : unknown.pixels;
  return { kind: 'read', shape: { segments, frames, pixels } };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
