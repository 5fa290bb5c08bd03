/**
 * Fonts that text may use: those of the composition, from staged files, and Inter, which ships with the engine in subsets. A character
 * that no subset of Inter has is refused: an empty box in a video is worse than a refusal.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { type Font, type FontFace } from '@reelyard/contracts';
import { EngineFailure } from './failure.ts';

interface Subset {
  readonly name: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

interface Inter {
  readonly folder: string;
  readonly subsets: readonly Subset[];
}

function parseRanges(text: string): Subset['ranges'] {
  return text.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
}

let inter: Inter | undefined;

function getInter(): Inter {
  if (inter) return inter;
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@fontsource/inter/package.json'));
  const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  const subsets = Object.entries(ranges).map(([name, text]) => ({ name, ranges: parseRanges(text) }));
  // Latin first: most text needs no other.
  subsets.sort((a, b) => Number(b.name === 'latin') - Number(a.name === 'latin'));
  inter = { folder: join(folder, 'files'), subsets };
  return inter;
}

const has = (subset: Subset, code: number) => subset.ranges.some(([from, to]) => code >= from && code <= to);

const isSpace = (character: string) => /\s/u.test(character);

const registered = new Set<string>();

function register(path: string, alias: string, pointer: string): void {
  if (registered.has(`${path} ${alias}`)) return;
  if (!GlobalFonts.registerFromPath(path, alias)) {
    throw new EngineFailure('permanent', 'font_unreadable', `${alias} is not a font that can be read`, pointer);
  }
  registered.add(`${path} ${alias}`);
}

/** The families of Inter that a text needs, each registered in the weight asked for. */
function interFamilies(text: string, font: Font, pointer: string): readonly string[] {
  const { folder, subsets } = getInter();
  const needed = new Set<string>();
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const subset = subsets.find((candidate) => has(candidate, code));
    if (subset) needed.add(subset.name);
    else if (!isSpace(character)) {
      const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      throw new EngineFailure(
        'permanent',
        'glyph_missing',
        `Inter has no ${character} (${name}); name a font in fonts`,
        pointer,
      );
    }
  }
  needed.add('latin');
  const weight = Math.round(font.weight / 100) * 100;
  return [...needed].map((subset) => {
    const family = subset === 'latin' ? 'Reel Inter' : `Reel Inter ${subset}`;
    register(join(folder, `inter-${subset}-${weight}-${font.style}.woff2`), family, pointer);
    return family;
  });
}

/** Registers the fonts of the composition. @param files `src` → staged path */
export function registerFonts(faces: readonly FontFace[], files: Readonly<Record<string, string>>): void {
  faces.forEach((face, index) => {
    const path = files[face.src];
    if (path === undefined) {
      throw new EngineFailure('retry', 'asset_not_staged', `${face.src} was not staged`, `/fonts/${index}/src`);
    }
    register(path, face.family, `/fonts/${index}/src`);
  });
}

/** The value of a canvas font for a text: style, weight, size and every family it needs. */
export function fontOf(text: string, font: Font, faces: readonly FontFace[], pointer: string): string {
  const isOwn = faces.some((face) => face.family === font.family);
  if (!isOwn && font.family !== 'Inter') {
    throw new EngineFailure('permanent', 'font_unknown', `${font.family} is neither Inter nor one of fonts`, pointer);
  }
  const families = isOwn ? [font.family] : interFamilies(text, font, pointer);
  return `${font.style} ${font.weight} ${font.size}px ${families.map((family) => `"${family}"`).join(', ')}`;
}
