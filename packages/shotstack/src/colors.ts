/** Colors as edits write them, as colors of composition/1. */
const names: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  red: '#ff0000',
  green: '#008000',
  lime: '#00ff00',
  blue: '#0000ff',
  navy: '#000080',
  yellow: '#ffff00',
  orange: '#ffa500',
  gold: '#ffd700',
  purple: '#800080',
  pink: '#ffc0cb',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  teal: '#008080',
  cyan: '#00ffff',
  aqua: '#00ffff',
  magenta: '#ff00ff',
  fuchsia: '#ff00ff',
  maroon: '#800000',
  olive: '#808000',
  brown: '#a52a2a',
  transparent: 'transparent',
};

const hexByte = (value: number) =>
  Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0');

function fromFunction(text: string): string | undefined {
  const parts = /^rgba?\(([^)]*)\)$/u
    .exec(text)?.[1]
    ?.split(/[\s,/]+/u)
    .filter(Boolean);
  if (!parts || parts.length < 3 || parts.length > 4) return undefined;
  const numbers = parts.map((part, index) => {
    const scale = part.endsWith('%') ? 2.55 : index < 3 ? 1 : 255;
    return Number.parseFloat(part) * scale;
  });
  return numbers.some(Number.isNaN) ? undefined : `#${numbers.map(hexByte).join('')}`;
}

/** A CSS color, or undefined for one that is not known. */
export function cssColor(text: string): string | undefined {
  const value = text.trim().toLowerCase();
  if (/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/u.test(value)) return value;
  return Object.hasOwn(names, value) ? names[value] : fromFunction(value);
}

/** Titles and HTML assets put the opacity first: `#80ffffff` is a half transparent white. */
export function alphaFirstColor(text: string): string | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{6})$/iu.exec(text.trim());
  return match ? `#${match[2]}${match[1]}`.toLowerCase() : cssColor(text);
}

/** A color with its opacity multiplied. */
export function withOpacity(color: string, opacity = 1): string {
  if (opacity >= 1 || color === 'transparent') return color;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])([0-9a-f])?$/iu.exec(color);
  const full = short
    ? `#${short
        .slice(1)
        .map((digit) => (digit ?? '').repeat(2))
        .join('')}`
    : color;
  const own = full.length === 9 ? Number.parseInt(full.slice(7), 16) : 255;
  return `${full.slice(0, 7)}${hexByte(own * Math.max(0, opacity))}`;
}
