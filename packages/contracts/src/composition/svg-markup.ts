/**
 * SVG that a composition may hold: shapes, groups, gradients and clips. Text would need fonts that nobody named, and a reference or a script
 * would reach out of the drawing.
 */
const drawn = new Set([
  ...['svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'metadata'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask', 'pattern'],
]);

/** What stands in markup that is not drawn as it is meant, in words; undefined when everything is. */
export function findForeignSvg(markup: string): string | undefined {
  const text = markup.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<\?xml[^>]*\?>/g, '');
  if (!/^\s*<svg[\s>]/.test(text)) return 'must begin with <svg';
  if (/<[!?]/.test(text)) return 'has a declaration, which could name something outside';
  for (const [, name = ''] of text.matchAll(/<([A-Za-z][\w:.-]*)/g)) {
    if (!drawn.has(name)) return `has <${name}>, which is not drawn`;
  }
  if (/\son[a-z]+\s*=/i.test(text)) return 'has a script';
  if (/(?:href|src)\s*=\s*["'](?!#)/i.test(text)) return 'refers to something outside';
  return /url\(\s*["']?(?!["']?#)/i.test(text) ? 'refers to something outside' : undefined;
}
