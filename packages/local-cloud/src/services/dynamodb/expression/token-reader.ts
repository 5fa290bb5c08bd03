/** What all three grammars (condition, update, projection) share: looking ahead, expecting, document paths, references. */
import { invalid } from '../errors.ts';
import { type Parsed, type Path, type TypeRule } from './ast.ts';
import { isReserved } from './reserved-words.ts';
import { syntaxError, type Token, tokenize } from './tokenizer.ts';

const end: Token = { kind: 'end', text: '<EOF>' };

export class TokenReader {
  readonly label: string;
  readonly typeRules: TypeRule[] = [];
  readonly #tokens: Token[];
  readonly #names = new Set<string>();
  readonly #values = new Set<string>();
  #at = 0;

  constructor(text: string, label: string) {
    this.label = label;
    this.#tokens = tokenize(text, label);
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? end;
  }

  get afterNext(): Token {
    return this.#tokens[this.#at + 1] ?? end;
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  /** Takes the symbol when it is next. */
  skip(symbol: string): boolean {
    if (this.next.kind !== 'symbol' || this.next.text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  skipKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.#at += 1;
    return true;
  }

  isKeyword(word: string): boolean {
    return this.next.kind === 'identifier' && this.next.text.toUpperCase() === word;
  }

  expect(symbol: string): void {
    if (!this.skip(symbol)) throw this.unexpected();
  }

  unexpected(): Error {
    const near = this.#tokens.slice(Math.max(0, this.#at - 1), this.#at + 2).map(({ text }) => text);
    return syntaxError(this.label, this.next.text, near.join(' '));
  }

  path(): Path {
    const path: [string, ...(string | number)[]] = [this.#element()];
    for (;;) {
      if (this.skip('.')) path.push(this.#element());
      else if (this.skip('[')) {
        if (this.next.kind !== 'integer') throw this.unexpected();
        path.push(Number(this.take().text));
        this.expect(']');
      } else return path;
    }
  }

  value(): string {
    if (this.next.kind !== 'value') throw this.unexpected();
    const { text } = this.take();
    this.#values.add(text);
    return text;
  }

  finish<T>(root: T): Parsed<T> {
    if (this.next.kind !== 'end') throw this.unexpected();
    return { root, names: [...this.#names], values: [...this.#values], typeRules: this.typeRules };
  }

  #element(): string {
    const { kind, text } = this.next;
    if (kind === 'name') this.#names.add(text);
    else if (kind !== 'identifier') throw this.unexpected();
    else if (isReserved(text))
      throw invalid(`Invalid ${this.label}: Attribute name is a reserved keyword; reserved keyword: ${text}`);
    this.#at += 1;
    return text;
  }
}
