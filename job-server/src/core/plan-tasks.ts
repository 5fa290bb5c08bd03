/**
 * Cuts a job into tasks. Invariant: the render tasks cover every frame once and in order; with more than one of them the last task
 * assembles. At most 90 render tasks: one DynamoDB transaction of 100 items accepts the job.
 */
import {
  type Composition,
  type EngineManifest,
  type FrameRange,
  type PlannedTask,
  type TaskFeatures,
  compositionLength,
  firstFrameAt,
  ticksPerSecond,
} from '@reelyard/contracts';

export const planning = {
  maxSegments: 90,
  /** Longest work of one task; more than this is cut, which leaves pieces of 10–20 s. */
  targetSeconds: 20,
  /** Shorter pieces cost more in starting an engine than they win. */
  minSeconds: 2,
  /** Rendering cost of the built-in engine on 2 cores: 5–7 s for 300 frames of 1280 × 720 (npm run bench -- engine). */
  secondsPerPixel: 2.2e-8,
  /** Length assumed for estimates while unprobed media decides it. */
  unknownSeconds: 30,
} as const;

/** Tasks for a composition. Without a known length, or with outputs that cannot be joined, there is one. */
export function planComposition(composition: Composition, engine: EngineManifest): PlannedTask[] {
  const { width, height, fps } = composition.canvas;
  const length = compositionLength(composition);
  const frames = firstFrameAt(length ?? planning.unknownSeconds * ticksPerSecond, fps);
  const features = { engine: engine.name, frames, pixels: width * height };
  const isCuttable = engine.capabilities.segments && length !== undefined && isJoinable(composition);
  if (!isCuttable) return [{ kind: 'render', features }];
  return planSegments(countSegments(frames, width * height, fps.num / fps.den), features);
}

/** Tasks for an opaque project in `segments` parts of `frames` frames together. */
export function planProject(
  project: { readonly segments: number; readonly frames: number; readonly pixels: number },
  engine: EngineManifest,
): PlannedTask[] {
  return planSegments(project.segments, { engine: engine.name, frames: project.frames, pixels: project.pixels });
}

/** Segments are one kind of moving picture: joined without encoding they cannot change size, rate or range. */
function isJoinable(composition: Composition): boolean {
  const moving = composition.outputs.filter((output) => !['mp3', 'poster', 'still'].includes(output.kind));
  const [only] = moving;
  if (moving.length !== 1 || only?.kind !== 'mp4') return false;
  return only.size === undefined && only.fps === undefined && only.range === undefined;
}

function countSegments(frames: number, pixels: number, rate: number): number {
  const work = frames * pixels * planning.secondsPerPixel;
  const wanted = Math.ceil(work / planning.targetSeconds);
  const longEnough = Math.floor(frames / (rate * planning.minSeconds));
  return Math.max(1, Math.min(wanted, longEnough, frames, planning.maxSegments));
}

function planSegments(count: number, whole: TaskFeatures): PlannedTask[] {
  if (count <= 1) return [{ kind: 'render', features: whole }];
  const renders = cutFrames(whole.frames, count).map((range): PlannedTask => ({
    kind: 'render',
    range,
    features: { ...whole, frames: range.frameCount },
  }));
  return [...renders, { kind: 'assemble', features: whole }];
}

/** `count` ranges that differ by one frame at most. */
export function cutFrames(frames: number, count: number): FrameRange[] {
  return Array.from({ length: count }, (_, index) => {
    const firstFrame = Math.floor((index * frames) / count);
    return { firstFrame, frameCount: Math.floor(((index + 1) * frames) / count) - firstFrame };
  });
}
