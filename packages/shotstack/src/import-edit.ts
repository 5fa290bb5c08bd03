/**
 * From an edit in Shotstack's format to composition/1: limits → template → merge fields → schema → aliases → output → clips → a check by
 * composition/1 itself. Pure and total; what only a look into media could tell stays `auto`.
 */
import { type CompositionInput, type CompositionProblem, resolveComposition, toPointer } from '@reelyard/contracts';
import { resolveAliases } from './aliases.ts';
import { cssColor } from './colors.ts';
import { type ClipContext } from './context.ts';
import { convertClip } from './convert-clip.ts';
import { convertOutput } from './convert-output.ts';
import { type Edit, type EditTimeline } from './edit.ts';
import { type FontBook, aFontBook } from './fonts.ts';
import { findBrokenLimit } from './json.ts';
import { mergeValue, readMergeFields } from './merge-fields.ts';
import { type Loss, type Note, type Path, type Report, aReport } from './report.ts';
import { editSchema, readBySchema } from './schema.ts';
import { soundFades } from './sound.ts';
import { unwrap } from './unwrap.ts';

export interface ImportOptions {
  /** Any loss refuses the edit. */
  readonly strict?: boolean;
}

export type ShotstackImport =
  | {
      readonly kind: 'imported';
      readonly composition: CompositionInput;
      readonly losses: readonly Loss[];
      readonly notes: readonly Note[];
      /** The place in the edit, as it was sent, of a pointer into the composition; as near as it can be told. */
      readonly locate: (pointer: string) => string;
    }
  | {
      readonly kind: 'refused';
      /** Pointers into the edit as it was sent. */
      readonly problems: readonly CompositionProblem[];
      readonly losses: readonly Loss[];
      readonly notes: readonly Note[];
    };

interface ReadEdit {
  readonly edit: Edit;
  readonly base: Path;
}

/** The edit with its merge fields filled in, as its schema has it; undefined where a step found problems. */
function readEdit(input: unknown, report: Report): ReadEdit | undefined {
  const limit = findBrokenLimit(input);
  if (limit) report.refuse([], limit.code, limit.detail);
  const wrapped = limit ? undefined : unwrap(input, report);
  if (!wrapped || report.problems.length > 0) return undefined;
  const { base } = wrapped;
  const { merge, ...edit } = wrapped.edit;
  const own = readMergeFields(merge, [...base, 'merge'], report);
  const fields = new Map([...own, ...readMergeFields(wrapped.merge, ['merge'], report)]);
  const merged = report.problems.length > 0 ? undefined : mergeValue(edit, fields, base, report);
  const tooLarge = merged === undefined ? undefined : findBrokenLimit(merged);
  if (tooLarge) report.refuse(base, tooLarge.code, `${tooLarge.detail} once its fields are merged`);
  if (report.problems.length > 0) return undefined;
  const read = readBySchema(editSchema, merged, base, report);
  return report.problems.length > 0 ? undefined : { edit: read as Edit, base };
}

/** What is about their service, not about the video. */
function reportService({ edit, base }: ReadEdit, report: Report): void {
  if (edit.callback !== undefined)
    report.lose([...base, 'callback'], 'dropped', 'nobody is called; register a webhook with the farm');
  for (const field of ['disk', 'instance'] as const) {
    if (edit[field] !== undefined) report.note([...base, field], 'ignored', 'the farm chooses its machines');
  }
  if (edit.timeline.cache !== undefined)
    report.note([...base, 'timeline', 'cache'], 'ignored', 'the farm keeps files by their digest');
}

function soundtrackOf(timeline: EditTimeline, path: Path, report: Report): Pick<CompositionInput, 'soundtrack'> {
  const { soundtrack } = timeline;
  if (!soundtrack) return {};
  const { src, effect, volume = 1 } = soundtrack;
  if (volume < 0 || volume > 8) report.refuse([...path, 'volume'], 'out_of_range', 'must be from 0 to 8');
  return { soundtrack: { src, ...(volume === 1 ? {} : { gain: volume }), ...soundFades(effect, lastEnd(timeline)) } };
}

/** Seconds of the timeline, where every clip names its own. */
function lastEnd({ tracks }: EditTimeline): number | undefined {
  const ends = tracks
    .flatMap(({ clips }) => clips)
    .map(({ start, length }) => (typeof start === 'number' && typeof length === 'number' ? start + length : NaN));
  const end = Math.max(...ends);
  return Number.isNaN(end) ? undefined : end;
}

type Tracks = CompositionInput['tracks'];

const silence = ({ audio, animate = [], ...clip }: Tracks[number]['clips'][number]): Tracks[number]['clips'][number] =>
  clip.asset.kind === 'video' || clip.asset.kind === 'audio'
    ? { ...clip, animate: animate.filter(({ property }) => property !== 'gain'), audio: { ...audio, gain: 0 } }
    : { ...clip, animate };

function convertTracks(read: ReadEdit, shared: Omit<ClipContext, 'clip' | 'path'>): Tracks {
  const { tracks } = read.edit.timeline;
  // Track 0 is the top one there and the bottom one here.
  return tracks
    .map((track, trackIndex) => ({
      clips: track.clips.flatMap((clip, clipIndex) => {
        const path = [...read.base, 'timeline', 'tracks', trackIndex, 'clips', clipIndex];
        return convertClip({ ...shared, clip, path }) ?? [];
      }),
    }))
    .reverse();
}

/** The place in the edit that a pointer into the composition came from, as near as it can be told. */
function sourcePointer(pointer: string, { edit, base }: ReadEdit): Path {
  const [, track, clip, field = ''] = /^\/tracks\/(\d+)\/clips\/(\d+)(?:\/([a-z]+))?/iu.exec(pointer) ?? [];
  if (track === undefined || clip === undefined) {
    const part = pointer.startsWith('/outputs') || pointer.startsWith('/canvas') ? 'output' : 'timeline';
    return [...base, part];
  }
  const own = ['start', 'length', 'asset', 'opacity', 'filter', 'scale'].includes(field) ? [field] : [];
  return [
    ...base,
    'timeline',
    'tracks',
    edit.timeline.tracks.length - 1 - Number(track),
    'clips',
    Number(clip),
    ...own,
  ];
}

function checkComposition(composition: CompositionInput, read: ReadEdit, report: Report): void {
  const resolution = resolveComposition(composition);
  if (resolution.kind === 'resolved') return;
  for (const { pointer, code, detail } of resolution.problems) {
    report.refuse(sourcePointer(pointer, read), code, `${pointer || '/'} of the composition ${detail}`);
  }
}

function backgroundOf({ background = '#000000' }: EditTimeline, path: Path, report: Report): string {
  const color = cssColor(background);
  if (color === undefined) report.refuse(path, 'invalid_format', `${background} is not a color that is known`);
  return color ?? '#000000';
}

function facesOf(
  { fonts = [] }: EditTimeline,
  book: FontBook,
  path: Path,
  report: Report,
): Pick<CompositionInput, 'fonts'> {
  const faces = book.faces();
  const used = new Set(faces.map(({ src }) => src));
  fonts.forEach(({ src }, index) => {
    if (!used.has(src)) report.note([...path, index], 'ignored', 'no text names it, as far as its file name tells');
  });
  return faces.length === 0 ? {} : { fonts: [...faces] };
}

function convert(read: ReadEdit, report: Report): CompositionInput {
  const { edit, aliased } = { ...resolveAliases(read.edit, read.base, report) };
  const resolved = { ...read, edit };
  const { timeline } = edit;
  const at = [...read.base, 'timeline'];
  reportService(resolved, report);
  const { width, height, fps, outputs } = convertOutput(edit.output, [...read.base, 'output'], report);
  const fonts = aFontBook(
    (timeline.fonts ?? []).map(({ src }) => src),
    report,
  );
  const tracks = convertTracks(resolved, { canvas: { width, height }, fonts, aliased, report });
  const isMuted = edit.output.mute === true;
  if (isMuted && timeline.soundtrack) report.note([...at, 'soundtrack'], 'ignored', 'the output is mute');
  return {
    version: 'composition/1',
    canvas: { width, height, fps, background: backgroundOf(timeline, [...at, 'background'], report) },
    tracks: isMuted ? tracks.map(({ clips }) => ({ clips: clips.map(silence) })) : tracks,
    ...(isMuted ? {} : soundtrackOf(timeline, [...at, 'soundtrack'], report)),
    ...facesOf(timeline, fonts, [...at, 'fonts'], report),
    outputs,
  };
}

/** Problems reported at once. */
const maxProblems = 100;

/** @param input any JSON value */
export function importShotstack(input: unknown, { strict = false }: ImportOptions = {}): ShotstackImport {
  const report = aReport();
  const read = readEdit(input, report);
  const composition = read && convert(read, report);
  if (read && composition && report.problems.length === 0) checkComposition(composition, read, report);
  const { losses, notes } = report;
  const lost = strict ? losses.map(({ path, code, detail }) => ({ pointer: path, code, detail })) : [];
  const problems = [...report.problems, ...lost].slice(0, maxProblems);
  if (!composition || problems.length > 0) return { kind: 'refused', problems, losses, notes };
  const locate = (pointer: string) => (read ? toPointer(sourcePointer(pointer, read)) : '');
  return { kind: 'imported', composition, losses, notes, locate };
}
