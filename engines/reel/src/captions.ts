/** SRT and VTT: lines with the time they are shown. Only the text counts; styles, positions and notes of the file do not. */
import { EngineFailure } from './failure.ts';

export interface Cue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
}

const times = /^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})/u;

/** `hours:minutes:seconds,thousandths`, the hours left out by some. */
function toSeconds(text: string): number {
  const parts = text.replace(',', '.').split(':').map(Number);
  return parts.reduce((seconds, part) => seconds * 60 + part, 0);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  lrm: '',
  rlm: '',
  quot: '"',
};

const plain = (line: string) =>
  line
    .replace(/<\/?[a-z0-9.:][^>]*>/giu, '')
    .replace(/\{\\[^}]*\}/gu, '')
    .replace(/&([a-z]+);/giu, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .trimEnd();

function readBlock(block: string): Cue | undefined {
  const lines = block.split('\n');
  const at = lines.findIndex((line) => times.test(line));
  const [, from = '', to = ''] = times.exec(lines[at] ?? '') ?? [];
  const text = lines
    .slice(at + 1)
    .map(plain)
    .join('\n')
    .trim();
  if (at < 0 || text === '') return undefined;
  const [startSeconds, endSeconds] = [toSeconds(from), toSeconds(to)];
  return endSeconds > startSeconds ? { startSeconds, endSeconds, text } : undefined;
}

/** Both formats: blocks between empty lines, a line of times, the text. A file without any is refused. */
export function readCues(file: string, pointer: string): readonly Cue[] {
  const blocks = file
    .replace(/^\ufeff/u, '')
    .replace(/\r\n?/gu, '\n')
    .split(/\n[ \t]*\n+/u);
  const cues = blocks.map(readBlock).filter((cue) => cue !== undefined);
  if (cues.length === 0)
    throw new EngineFailure('permanent', 'captions_unreadable', 'has no captions in SRT or VTT', pointer);
  return [...cues].sort((a, b) => a.startSeconds - b.startSeconds);
}

/** The number of the line that is shown at an instant, the latest where several are; -1 for none. */
export const cueAt = (cues: readonly Cue[], seconds: number): number =>
  cues.findLastIndex((cue) => cue.startSeconds <= seconds && seconds < cue.endSeconds);
