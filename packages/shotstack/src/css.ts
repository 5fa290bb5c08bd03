/** The small part of CSS that styles a text: rules with simple selectors, and declarations. */
export interface Rule {
  /** `*`, a tag, `.class`, `#id` or a tag with one of them, in lower case. */
  readonly selector: string;
  readonly declarations: ReadonlyMap<string, string>;
}

export function parseDeclarations(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(';')) {
    const colon = part.indexOf(':');
    if (colon < 1) continue;
    const value = part
      .slice(colon + 1)
      .replace(/!important/iu, '')
      .trim();
    if (value !== '') found.set(part.slice(0, colon).trim().toLowerCase(), value);
  }
  return found;
}

/** Rules in order; what stands in an at-rule is not one of them. */
export function parseCss(css: string): { readonly rules: readonly Rule[]; readonly atRules: readonly string[] } {
  const text = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, '');
  const atRules = [...text.matchAll(/@[a-z-]+/giu)].map(([name]) => name.toLowerCase());
  const plain = text.replace(/@[^{};]*(?:\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|;)/gu, '');
  const rules = [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/gu)].flatMap(([, selectors = '', body = '']) =>
    selectors.split(',').map((selector) => ({
      selector: selector.trim().toLowerCase(),
      declarations: parseDeclarations(body),
    })),
  );
  return { rules, atRules };
}

export interface Element {
  readonly tag: string;
  readonly classes: readonly string[];
  readonly id: string | undefined;
}

const specificity = (selector: string) =>
  (selector.includes('#') ? 100 : 0) + (selector.includes('.') ? 10 : 0) + (/^[a-z]/u.test(selector) ? 1 : 0);

/** Of a selector with descendants, the last part decides: elements of a text have few parents. */
function matches(selector: string, { tag, classes, id }: Element): boolean {
  const last = selector.split(/[\s>]+/u).at(-1) ?? '';
  const [, name = '', rest = ''] = /^([a-z0-9*]*)(.*)$/u.exec(last) ?? [];
  if (name !== '' && name !== '*' && name !== tag) return false;
  const parts = rest.match(/[.#][a-z0-9_-]+/gu) ?? [];
  if (parts.join('') !== rest) return false;
  return parts.every((part) => (part.startsWith('.') ? classes.includes(part.slice(1)) : part.slice(1) === id));
}

/** The declarations that hold for an element, weaker ones first. */
export function declarationsFor(rules: readonly Rule[], element: Element): readonly (readonly [string, string])[] {
  return rules
    .filter(({ selector }) => matches(selector, element))
    .sort((a, b) => specificity(a.selector) - specificity(b.selector))
    .flatMap(({ declarations }) => [...declarations]);
}
