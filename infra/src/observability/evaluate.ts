/**
 * The part of CloudWatch's metric math that our alarms use, and an alarm's state from it: so that alarms are tested by what they would do,
 * and a farm without CloudWatch can show them. Numbers, variables, `+ - * /`, `> >= <`, `IF`, `FILL`. A missing value makes all that it
 * touches missing, but for `FILL`; so does a division by zero.
 */
import { type MetricAlarm } from './alarm.ts';

type Value = number | undefined;

/** Variable → value of one period; absent means that there was no data. */
export type Period = Readonly<Record<string, number>>;

export type AlarmState = 'ok' | 'alarm';

/** @param periods oldest first; those before the first have no data. */
export function evaluateAlarm(alarm: MetricAlarm, periods: readonly Period[]): AlarmState {
  const judged = Array.from({ length: alarm.periods }, (_, back) => periods.at(-1 - back) ?? {});
  const breaching = judged.filter((period) => isBreaching(alarm, evaluate(alarm.expression, period)));
  return breaching.length >= alarm.datapoints ? 'alarm' : 'ok';
}

function isBreaching({ comparison, threshold, missing }: MetricAlarm, value: Value): boolean {
  if (value === undefined) return missing === 'breaching';
  if (comparison === '<') return value < threshold;
  return comparison === '>' ? value > threshold : value >= threshold;
}

/** @throws Error for what is not in this part of metric math */
export function evaluate(expression: string, period: Period): Value {
  const reader = new Reader(expression, period);
  const value = reader.comparison();
  if (!reader.isAtEnd) throw new Error(`cannot read ${expression}`);
  return value;
}

const operators: Readonly<Record<string, (a: number, b: number) => Value>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
};

class Reader {
  readonly #tokens: string[];
  readonly #period: Period;
  #at = 0;

  constructor(expression: string, period: Period) {
    this.#tokens = expression.match(/\d+(?:\.\d+)?|\w+|>=|[-+*/<>(),]/g) ?? [];
    this.#period = period;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  comparison(): Value {
    return this.#chain(['>', '>=', '<'], () =>
      this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#one())),
    );
  }

  /** Operators of one level, from the left. */
  #chain(level: readonly string[], next: () => Value): Value {
    let value = next();
    while (level.includes(this.#peek())) {
      const operator = operators[this.#take()];
      const right = next();
      value = value === undefined || right === undefined ? undefined : operator?.(value, right);
    }
    return value;
  }

  #one(): Value {
    const token = this.#take();
    if (token === '(') return this.#closed(this.comparison());
    if (/^\d/.test(token)) return Number(token);
    if (this.#peek() !== '(') return this.#period[token];
    this.#take();
    const [first, second, third] = this.#list();
    if (token === 'FILL') return first ?? second;
    if (token === 'IF') return first === undefined ? undefined : first === 0 ? third : second;
    throw new Error(`no function ${token}`);
  }

  #list(): Value[] {
    const values = [this.comparison()];
    while (this.#peek() === ',') {
      this.#take();
      values.push(this.comparison());
    }
    this.#closed(undefined);
    return values;
  }

  #closed(value: Value): Value {
    if (this.#take() !== ')') throw new Error('a bracket is open');
    return value;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(): string {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }
}
