/**
 * What a task must have produced, told by the composition where it can be known and by the engine's result where not. A file that the
 * composition asks for and the engine does not name is a failure.
 */
import {
  type Composition,
  type CompositionOutput,
  type EngineFile,
  type EngineManifest,
  type FrameRange,
  compositionLength,
  engineFile,
  firstFrameAt,
  outputFileName,
} from '@reelyard/contracts';

export interface FileExpectation {
  file: string;
  /** Read every packet and compare; false: it exists and is not empty. */
  isMedia: boolean;
  video?: 'required' | 'optional' | 'absent';
  audio?: 'required' | 'optional' | 'absent';
  frames?: number;
  durationSeconds?: number;
  width?: number;
  height?: number;
}

export type Expected =
  { kind: 'expected'; files: FileExpectation[] } | { kind: 'missing'; file: string; detail: string };

export interface Produced {
  manifest: EngineManifest;
  files: readonly EngineFile[];
  /** Set for a segment. */
  range?: FrameRange;
  /** Set when the task makes the outputs of a composition. */
  composition?: Composition;
}

export function expectFiles(produced: Produced): Expected {
  const { files, composition, range } = produced;
  const odd = files.find(({ name }) => !engineFile.shape.name.safeParse(name).success);
  if (odd) return { kind: 'missing', file: describeName(odd.name), detail: 'is no name for a file that is published' };
  if (files.length === 0) return { kind: 'missing', file: 'output', detail: 'the engine named no file' };
  if (range) return { kind: 'expected', files: files.map((file) => expectSegment(produced, file, range)) };
  const outputs = composition?.outputs ?? [];
  for (const output of outputs) {
    const name = outputFileName(output);
    const file = files.find((candidate) => candidate.name === name);
    if (!file) return { kind: 'missing', file: name, detail: 'the engine did not make it' };
    const problem = composition && findFrameProblem(composition, output, file);
    if (problem) return { kind: 'missing', file: name, detail: problem };
  }
  return { kind: 'expected', files: files.map((file) => expectFile(produced, file)) };
}

/** An engine that prints no result may have named its files as it likes. */
const describeName = (name: string): string => JSON.stringify(name.slice(0, 64));

function expectSegment(produced: Produced, file: EngineFile, range: FrameRange): FileExpectation {
  return { ...expectFile(produced, file), frames: range.frameCount };
}

const STILLS = new Set(['poster', 'still', 'jpg', 'png', 'jpeg']);
const SOUNDS = new Set(['mp3', 'aac', 'wav', 'm4a']);

function expectFile({ manifest, range }: Produced, file: EngineFile): FileExpectation {
  const { verify } = manifest;
  const isMedia = verify.kind === 'media' || file.frames !== undefined || file.durationSeconds !== undefined;
  if (!isMedia) return { file: file.name, isMedia };
  const isStill = STILLS.has(file.kind);
  const isSound = SOUNDS.has(file.kind);
  const rule = verify.kind === 'media' ? verify : { video: 'optional' as const, audio: 'optional' as const };
  return {
    file: file.name,
    isMedia,
    video: isSound ? 'optional' : rule.video,
    audio: audioRule(file, isStill || range !== undefined, rule.audio),
    ...claimsOf(file, isStill, isSound),
  };
}

/** What the engine says of the file, as far as it can be measured in a file of its kind. */
function claimsOf(file: EngineFile, isStill: boolean, isSound: boolean): Partial<FileExpectation> {
  const { frames, durationSeconds, width, height } = file;
  const claims = {
    ...(isSound || isStill ? {} : { frames }),
    ...(isStill ? {} : { durationSeconds }),
    ...(isSound ? {} : { width, height }),
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

type StreamRule = 'required' | 'optional' | 'absent';

function audioRule(file: EngineFile, isSilent: boolean, rule: StreamRule): StreamRule {
  if (isSilent) return 'optional';
  if (file.audio === undefined) return rule;
  return file.audio ? 'required' : rule === 'required' ? 'required' : 'optional';
}

/** Engines round the last frame their own way: one frame of difference is no error, two are. */
function findFrameProblem(composition: Composition, output: CompositionOutput, file: EngineFile): string | undefined {
  const wanted = expectedFrames(composition, output);
  if (wanted === undefined || file.frames === undefined) return undefined;
  if (Math.abs(wanted - file.frames) <= 1) return undefined;
  return `has ${file.frames} frames where the composition asks for ${wanted}`;
}

/** Undefined for sound and stills, and while media that only the engine has probed decides the length. */
export function expectedFrames(composition: Composition, output: CompositionOutput): number | undefined {
  if (output.kind === 'mp3' || output.kind === 'poster' || output.kind === 'still') return undefined;
  const whole = compositionLength(composition);
  if (whole === undefined) return undefined;
  const start = output.range?.start ?? 0;
  const end = output.range ? Math.min(whole, output.range.start + output.range.length) : whole;
  const fps = output.fps ?? composition.canvas.fps;
  return Math.max(0, firstFrameAt(end, fps) - firstFrameAt(start, fps));
}
