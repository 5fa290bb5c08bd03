/**
 * Fonts: an edit lists files, and texts name families that lie inside those files. Without opening them, a family is found by the name of
 * its file; one that is found nowhere becomes Inter, with a loss.
 */
import { type Path, type Report } from './report.ts';

export interface FontBook {
  /** The family to write into the composition. */
  readonly resolve: (family: string | undefined, path: Path) => ResolvedFont;
  /** The faces that texts asked for. */
  readonly faces: () => readonly { readonly family: string; readonly src: string }[];
}

export interface ResolvedFont {
  readonly family: string;
  /** What the name of the family says of the weight, where Inter stands in. */
  readonly weight?: number;
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/gu, '');

function fileName(src: string): string {
  const path = src.split(/[?#]/u)[0] ?? '';
  const name = path.split('/').at(-1) ?? '';
  const decoded = /%(?![0-9a-f]{2})/iu.test(name) ? name : decodeSafely(name);
  return plain(decoded.replace(/\.[a-z0-9]+$/iu, ''));
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const weights: readonly (readonly [word: string, weight: number])[] = [
  ['thin', 100],
  ['extralight', 200],
  ['ultralight', 200],
  ['semibold', 600],
  ['demibold', 600],
  ['extrabold', 800],
  ['ultrabold', 800],
  ['light', 300],
  ['medium', 500],
  ['bold', 700],
  ['black', 900],
  ['heavy', 900],
];

/** The weight that the name of a family ends in, for example 800 for `Montserrat ExtraBold`. */
export const weightInName = (family: string): number | undefined =>
  weights.find(([word]) => plain(family).includes(word))?.[1];

/** The file whose name is the family's, or begins with it, or begins it. */
function findFile(family: string, files: readonly string[]): string | undefined {
  const wanted = plain(family);
  const named = files.map((src) => ({ src, name: fileName(src) })).filter(({ name }) => name !== '');
  const exact = named.find(({ name }) => name === wanted || name === `${wanted}regular`);
  const near = named.find(({ name }) => name.startsWith(wanted) || wanted.startsWith(name));
  return (exact ?? near)?.src;
}

/** @param files addresses of the font files of the edit */
export function aFontBook(files: readonly string[], report: Report): FontBook {
  const used = new Map<string, string>();
  const guess = (family: string): string | undefined => {
    const [only, ...others] = files;
    return only !== undefined && others.length === 0 && !/inter/iu.test(family) ? only : undefined;
  };
  return {
    resolve(family = 'Open Sans', path) {
      const weight = weightInName(family);
      const found = used.get(family) ?? findFile(family, files);
      if (found !== undefined) {
        used.set(family, found);
        return { family };
      }
      if (
        plain(family).startsWith('inter') &&
        !/^inter[a-z]/u.test(plain(family).replace(/thin|light|medium|semibold|bold|black|extra/gu, ''))
      )
        return { family: 'Inter', ...(weight === undefined ? {} : { weight }) };
      const only = guess(family);
      if (only !== undefined) {
        used.set(family, only);
        report.lose(path, 'approximated', `${family} is taken for the one font file of the edit`);
        return { family };
      }
      report.lose(path, 'approximated', `${family} is in no font file of the edit; Inter stands in`);
      return { family: 'Inter', ...(weight === undefined ? {} : { weight }) };
    },
    faces: () => [...used].map(([family, src]) => ({ family, src })),
  };
}
