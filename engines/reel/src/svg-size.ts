/**
 * The size that a vector image declares, before anything is drawn: the renderer makes a bitmap of it and ends the process when that cannot
 * be had. Every `<svg` of the text counts, so that none can hide behind a comment.
 */
const PIXELS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  q: 0.945,
  pt: 1.334,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
};

/** @returns the most pixels that any of its roots declares; 0 when it is no vector image or says nothing */
export function declaredPixels(bytes: Buffer): number {
  const start = bytes
    .subarray(0, 4_096)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  if (!/^\s*</.test(start)) return 0;
  const roots = bytes.toString('latin1').match(/<(?:\w{1,64}:)?svg\b[^>]{0,65536}/gi) ?? [];
  return roots.reduce((most, root) => Math.max(most, pixelsOf(root)), 0);
}

function pixelsOf(root: string): number {
  const [, , boxWidth = 0, boxHeight = 0] = (attribute(root, 'viewBox') ?? '').split(/[\s,]+/).map(Number);
  const width = lengthOf(attribute(root, 'width')) ?? boxWidth;
  const height = lengthOf(attribute(root, 'height')) ?? boxHeight;
  return Number.isFinite(width * height) ? Math.abs(width * height) : Infinity;
}

const attribute = (root: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*["']\\s*([^"']*?)\\s*["']`, 'i').exec(root)?.[1];

/** Undefined for a share of something else, which the box decides. */
function lengthOf(text: string | undefined): number | undefined {
  const [, number, unit = ''] = /^\+?(-?[\d.]+(?:e[+-]?\d+)?)([a-z]*)$/i.exec(text ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * (PIXELS[unit.toLowerCase()] ?? 96);
}
