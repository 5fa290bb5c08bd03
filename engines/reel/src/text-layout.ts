/** Breaks text into lines. Pure: what a piece of text measures is a port. */

export type Measure = (text: string) => number;

/** Splits a word that is wider than the line by itself. */
function breakWord(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && measure(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/[ \t]+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = measure(word) <= width ? [word] : breakWord(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/** @param width in pixels; Infinity keeps the lines that the text has */
export function layoutText(text: string, width: number, measure: Measure): readonly string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

export interface FitAttempt {
  readonly width: number;
  readonly height: number;
}

/** The largest whole size from `min` to `max` at which `measureAt` fits the frame; `min` when none does. */
export function fitSize(min: number, max: number, frame: FitAttempt, measureAt: (size: number) => FitAttempt): number {
  let low = Math.min(min, max);
  let high = max;
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    const { width, height } = measureAt(middle);
    if (width <= frame.width && height <= frame.height) low = middle;
    else high = middle;
  }
  return Math.floor(low * 2) / 2;
}
