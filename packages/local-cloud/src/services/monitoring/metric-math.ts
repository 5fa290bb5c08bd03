/**
 * The arithmetic of metric math: numbers, ids, `+ - * /`, parentheses, `FILL(m, n)`, and `SUM AVG MIN MAX` over lists
 * such as `[m1, m2]` or `METRICS()`. A period that one operand lacks has no result. Anything else is refused.
 * Source: CloudWatch User Guide, "Using metric math".
 */
import { invalidValue } from './errors.ts';

export interface Series {
  label: string;
  /** By start of the period in milliseconds. */
  values: Map<number, number>;
}

type Value = number | Map<number, number> | Map<number, number>[];

export function evaluate(expression: string, series: Map<string, Series>): Series {
  const parser = new Parser(expression, series);
  const value = parser.parse();
  if (!(value instanceof Map)) throw invalidValue(`The expression ${expression} must give one time series.`);
  return { label: expression, values: value };
}

const combine: Record<string, (all: number[]) => number> = {
  SUM: (all) => all.reduce((sum, one) => sum + one, 0),
  AVG: (all) => all.reduce((sum, one) => sum + one, 0) / all.length,
  MIN: (all) => Math.min(...all),
  MAX: (all) => Math.max(...all),
};

class Parser {
  readonly #text: string;
  readonly #tokens: string[];
  readonly #series: Map<string, Series>;

  constructor(text: string, series: Map<string, Series>) {
    this.#text = text;
    this.#series = series;
    this.#tokens = text.match(/\d+(?:\.\d+)?|\w+|\S/g) ?? [];
  }

  parse(): Value {
    const value = this.#sum();
    if (this.#tokens.length > 0) throw this.#refuse();
    return value;
  }

  #sum(): Value {
    let left = this.#product();
    for (let sign = this.#next('+', '-'); sign; sign = this.#next('+', '-')) {
      const isPlus = sign === '+';
      left = this.#each(left, this.#product(), (a, b) => (isPlus ? a + b : a - b));
    }
    return left;
  }

  #product(): Value {
    let left = this.#atom();
    for (let sign = this.#next('*', '/'); sign; sign = this.#next('*', '/')) {
      const isTimes = sign === '*';
      left = this.#each(left, this.#atom(), (a, b) => (isTimes ? a * b : a / b));
    }
    return left;
  }

  #atom(): Value {
    const token = this.#tokens.shift() ?? '';
    if (/^\d/.test(token)) return Number(token);
    if (token === '-') return this.#each(0, this.#atom(), (a, b) => a - b);
    if (token === '(') return this.#closed(this.#sum(), ')');
    if (token === '[') return this.#closed(this.#list(), ']');
    if (this.#tokens[0] === '(') return this.#call(token);
    const found = this.#series.get(token);
    if (!found) throw this.#refuse();
    return found.values;
  }

  #list(): Map<number, number>[] {
    const items: Map<number, number>[] = [];
    do {
      const item = this.#sum();
      if (!(item instanceof Map)) throw this.#refuse();
      items.push(item);
    } while (this.#next(','));
    return items;
  }

  #call(name: string): Value {
    this.#tokens.shift();
    if (name === 'METRICS')
      return this.#closed(
        [...this.#series.values()].map(({ values }) => values),
        ')',
      );
    const argument = this.#sum();
    if (name === 'FILL') return this.#fill(argument);
    const reduce = combine[name];
    if (!reduce || typeof argument === 'number') throw this.#refuse();
    return this.#closed(reduceAll(argument, reduce), ')');
  }

  /** Fills the periods that any series of the request has and this one lacks. */
  #fill(argument: Value): Value {
    if (!(argument instanceof Map) || !this.#next(',')) throw this.#refuse();
    const filler = this.#closed(this.#atom(), ')');
    if (typeof filler !== 'number') throw this.#refuse();
    const filled = new Map(argument);
    for (const { values } of this.#series.values()) {
      for (const at of values.keys()) if (!filled.has(at)) filled.set(at, filler);
    }
    return filled;
  }

  #each(a: Value, b: Value, apply: (a: number, b: number) => number): Value {
    if (Array.isArray(a) || Array.isArray(b)) throw this.#refuse();
    if (typeof a === 'number') return typeof b === 'number' ? apply(a, b) : mapValues(b, (value) => apply(a, value));
    if (typeof b === 'number') return mapValues(a, (value) => apply(value, b));
    const both = [...a].flatMap(([at, value]): [number, number][] => {
      const other = b.get(at);
      return other === undefined ? [] : [[at, apply(value, other)]];
    });
    return finite(both);
  }

  #closed<T>(value: T, bracket: string): T {
    if (this.#tokens.shift() !== bracket) throw this.#refuse();
    return value;
  }

  #next(...wanted: string[]): string | undefined {
    return wanted.includes(this.#tokens[0] ?? '') ? this.#tokens.shift() : undefined;
  }

  #refuse(): Error {
    return invalidValue(`Error in expression "${this.#text}": it is not supported here.`);
  }
}

function reduceAll(value: Map<number, number> | Map<number, number>[], reduce: (all: number[]) => number): Value {
  if (!Array.isArray(value)) return reduce([...value.values()]);
  const instants = new Set(value.flatMap((values) => [...values.keys()]));
  return finite([...instants].map((at) => [at, reduce(value.flatMap((values) => values.get(at) ?? []))]));
}

function mapValues(values: Map<number, number>, apply: (value: number) => number): Map<number, number> {
  return finite([...values].map(([at, value]) => [at, apply(value)]));
}

/** Division by zero leaves a gap. */
function finite(points: [number, number][]): Map<number, number> {
  return new Map(points.filter(([, value]) => Number.isFinite(value)));
}
