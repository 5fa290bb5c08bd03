/** What the agent and an engine process tell each other: the job file at `{job}`, and JSON lines on standard output. */
import { z } from 'zod';

const count = z.int().min(0);

export const frameRange = z.strictObject({ firstFrame: count, frameCount: z.int().min(1) });

/** Outcome class of one file that the engine wrote into `{out}`. */
export const engineFile = z.strictObject({
  /** Plain file name inside `{out}`. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  /** Kind of the output (`mp4`, `poster`, …), `segment` for a segment, `file` when the engine does not say. */
  kind: z.string(),
  /** What the agent verifies the file against; left out where it does not apply. */
  frames: count.optional(),
  durationSeconds: z.number().min(0).optional(),
  width: count.optional(),
  height: count.optional(),
  audio: z.boolean().optional(),
});

/**
 * The job file. `task` says what is wanted: `whole` is every output; `segment` is the frames of `range` as one video file without
 * sound; `assembly` joins `segments` (local paths, in order) and makes the sound and the stills.
 */
export const engineJob = z.strictObject({
  v: z.literal(1),
  task: z.enum(['whole', 'segment', 'assembly']),
  /** 1 for the first claimed run. */
  attempt: z.int().min(1),
  /** composition/1, canonical or as written; for engines that accept it. */
  composition: z.unknown().optional(),
  /** Opaque; for engines that accept a project. */
  project: z.unknown().optional(),
  /** `src` as it stands in the composition or project → path of the staged file. */
  assets: z.record(z.string(), z.string()),
  range: frameRange.optional(),
  segments: z.array(z.string()).optional(),
});

export const engineLine = z.union([
  z.object({
    progress: z.object({ frame: z.number().min(0), frames: z.number().min(0), phase: z.string().optional() }),
  }),
  z.object({ result: z.object({ files: z.array(engineFile) }) }),
  z.object({
    error: z.object({ code: z.string(), message: z.string(), pointer: z.string().optional() }),
  }),
]);

export type EngineFile = z.output<typeof engineFile>;
export type EngineJob = z.output<typeof engineJob>;
export type EngineLine = z.output<typeof engineLine>;

/** One line of standard output, or undefined when it is not part of the protocol (engines may print what they like). */
export function findEngineLine(line: string): EngineLine | undefined {
  if (!line.startsWith('{') || line.length > 65_536) return undefined;
  try {
    const parsed = engineLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
