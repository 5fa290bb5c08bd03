/** The text of a piece of HTML, with the style of each run. Tags beyond those of plain text are named, for a refusal. */
import { type Rule, declarationsFor, parseDeclarations } from './css.ts';

export type Style = ReadonlyMap<string, string>;

export interface HtmlText {
  readonly text: string;
  /** One for each distinct run of text, in order. */
  readonly styles: readonly Style[];
  /** Tags that are more than text, for example `img`. */
  readonly foreign: readonly string[];
}

const blocks = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'li',
  'ul',
  'ol',
  'center',
  'body',
  'html',
  'section',
]);
const inlines = new Set([
  's',
  'strike',
  'del',
  'ins',
  'mark',
  'span',
  'b',
  'strong',
  'i',
  'em',
  'u',
  'font',
  'br',
  'small',
  'a',
  'label',
]);
const invisible = new Set(['head', 'style', 'script', 'title', 'meta', 'link']);

/** What tags say of a style by themselves; sizes in em of 16 px, as browsers have them. */
const tagStyles: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  b: [['font-weight', 'bold']],
  strong: [['font-weight', 'bold']],
  i: [['font-style', 'italic']],
  em: [['font-style', 'italic']],
  u: [['text-decoration', 'underline']],
  s: [['text-decoration', 'line-through']],
  strike: [['text-decoration', 'line-through']],
  del: [['text-decoration', 'line-through']],
  ins: [['text-decoration', 'underline']],
  mark: [['background-color', 'yellow']],
  center: [['text-align', 'center']],
  h1: [
    ['font-size', '32px'],
    ['font-weight', 'bold'],
  ],
  h2: [
    ['font-size', '24px'],
    ['font-weight', 'bold'],
  ],
  h3: [
    ['font-size', '18.72px'],
    ['font-weight', 'bold'],
  ],
  h4: [
    ['font-size', '16px'],
    ['font-weight', 'bold'],
  ],
};

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  euro: '€',
  pound: '£',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  middot: '·',
};

function decode(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/** Properties that a box does not hand down to its text. */
const ownOnly = /^(?:margin|padding|border|width|height|position|top|left|right|bottom|display|overflow)/u;

interface Open {
  readonly tag: string;
  readonly style: Style;
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'iu')
    .exec(tag)
    ?.slice(1)
    .find((value) => value !== undefined);

function styleOf(markup: string, tag: string, parent: Style, rules: readonly Rule[]): Style {
  const inherited = [...parent].filter(([name]) => !ownOnly.test(name));
  const classes = (attribute(markup, 'class') ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  const element = { tag, classes, id: attribute(markup, 'id')?.toLowerCase() };
  const own = declarationsFor(rules, element);
  const color = tag === 'font' ? attribute(markup, 'color') : undefined;
  const face = tag === 'font' ? attribute(markup, 'face') : undefined;
  return new Map([
    ...inherited,
    ...(tagStyles[tag] ?? []),
    ...(color === undefined ? [] : [['color', color] as const]),
    ...(face === undefined ? [] : [['font-family', face] as const]),
    ...own,
    ...parseDeclarations(decode(attribute(markup, 'style') ?? '')),
  ]);
}

class TextReader {
  readonly #rules: readonly Rule[];
  readonly #open: Open[];
  readonly foreign = new Set<string>();
  readonly styles: Style[] = [];
  text = '';

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    this.#open = [{ tag: '', style: styleOf('', 'body', new Map(), rules) }];
  }

  get #top(): Open {
    return this.#open.at(-1) ?? { tag: '', style: new Map() };
  }

  #breakLine(): void {
    this.text = this.text.replace(/ +$/u, '');
    if (this.text !== '' && !this.text.endsWith('\n')) this.text += '\n';
  }

  tag(markup: string, name: string, isEnd: boolean): void {
    if (blocks.has(name)) this.#breakLine();
    else if (!inlines.has(name) && !invisible.has(name)) this.foreign.add(name);
    if (name === 'br') this.text = `${this.text.replace(/ +$/u, '')}\n`;
    else if (isEnd) this.#close(name);
    else if (!markup.endsWith('/>') && !['meta', 'link', 'img', 'hr'].includes(name))
      this.#open.push({ tag: name, style: styleOf(markup, name, this.#top.style, this.#rules) });
  }

  #close(name: string): void {
    const at = this.#open.findLastIndex(({ tag }) => tag === name);
    if (at > 0) this.#open.length = at;
  }

  run(raw: string): void {
    if (this.#open.some(({ tag }) => invisible.has(tag))) return;
    const text = decode(raw).replace(/[ \t\r\n]+/gu, ' ');
    const isFresh = this.text === '' || this.text.endsWith('\n') || this.text.endsWith(' ');
    const added = isFresh ? text.replace(/^ /u, '') : text;
    if (added === '') return;
    this.text += added;
    if (added.trim() !== '') this.styles.push(this.#top.style);
  }
}

export function readHtml(html: string, rules: readonly Rule[]): HtmlText {
  const reader = new TextReader(rules);
  const source = html.replace(/<!--[\s\S]*?(?:-->|$)/gu, '').replace(/<!doctype[^>]*>/giu, '');
  for (const [token, , end, name] of source.matchAll(
    /(<(\/?)([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^>"'])*>)|[^<]+|</giu,
  )) {
    if (name === undefined) reader.run(token);
    else reader.tag(token, name.toLowerCase(), end === '/');
  }
  return { text: reader.text.trim(), styles: reader.styles, foreign: [...reader.foreign] };
}
