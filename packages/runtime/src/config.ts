/**
 * Environment → typed config, once, at the edge. Pure and total: one error names every bad variable, its value and what
 * was allowed, so an operator mends all of them in one round.
 */
import { FarmError } from '@reelyard/contracts';

/** A value that must never reach a log: prints `***` in every spelling. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Parsed<T> = { ok: true; value: T } | { ok: false; allowed: string };

/** One variable: its name and how to read it. `secret` hides the value in error messages. */
export interface Variable<T> {
  name: string;
  secret?: boolean;
  parse(raw: string | undefined): Parsed<T>;
}

export type ConfigOf<S> = { [K in keyof S]: S[K] extends Variable<infer T> ? T : never };

/** Reads every variable of the shape. Throws FarmError `config-invalid` that lists all problems. */
export function parseConfig<S extends Record<string, Variable<unknown>>>(env: Environment, shape: S): ConfigOf<S> {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [field, variable] of Object.entries(shape)) {
    const raw = env[variable.name] === '' ? undefined : env[variable.name];
    const parsed = variable.parse(raw);
    if (parsed.ok) config[field] = parsed.value;
    else problems.push(describeProblem(variable, raw, parsed.allowed));
  }
  if (problems.length > 0) throw new FarmError('config-invalid', `bad environment:\n  ${problems.join('\n  ')}`);
  return config as ConfigOf<S>;
}

function describeProblem(variable: Variable<unknown>, raw: string | undefined, allowed: string): string {
  if (raw === undefined) return `${variable.name} is not set; needed: ${allowed}`;
  return `${variable.name}=${variable.secret ? '***' : JSON.stringify(raw)}; allowed: ${allowed}`;
}

export interface TextRule {
  default?: string;
  pattern?: RegExp;
  /** What a value looks like, for the error message. */
  like?: string;
}

export function text(name: string, rule: TextRule = {}): Variable<string> {
  const allowed = rule.like ?? (rule.pattern ? `text like ${rule.pattern.source}` : 'text');
  return {
    name,
    parse(raw) {
      const value = raw ?? rule.default;
      if (value === undefined || (rule.pattern && !rule.pattern.test(value))) return { ok: false, allowed };
      return { ok: true, value };
    },
  };
}

export function optionalText(name: string): Variable<string | undefined> {
  return { name, parse: (raw) => ({ ok: true, value: raw }) };
}

export function secret(name: string): Variable<Secret> {
  return {
    name,
    secret: true,
    parse: (raw) => (raw === undefined ? { ok: false, allowed: 'a secret' } : { ok: true, value: new Secret(raw) }),
  };
}

export interface NumberRule {
  default?: number;
  min?: number;
  max?: number;
}

export function integer(name: string, rule: NumberRule = {}): Variable<number> {
  const min = rule.min ?? 0;
  const max = rule.max ?? Number.MAX_SAFE_INTEGER;
  return {
    name,
    parse(raw) {
      const value = raw === undefined ? rule.default : Number(raw);
      const isFine = value !== undefined && Number.isSafeInteger(value) && value >= min && value <= max;
      return isFine ? { ok: true, value } : { ok: false, allowed: `an integer from ${min} to ${max}` };
    },
  };
}

export function flag(name: string, fallback: boolean): Variable<boolean> {
  return {
    name,
    parse(raw) {
      if (raw === undefined) return { ok: true, value: fallback };
      if (raw === 'true' || raw === '1') return { ok: true, value: true };
      if (raw === 'false' || raw === '0') return { ok: true, value: false };
      return { ok: false, allowed: 'true, false, 1 or 0' };
    },
  };
}

export function oneOf<const T extends string>(name: string, values: readonly T[], fallback?: T): Variable<T> {
  return {
    name,
    parse(raw) {
      const value = values.find((candidate) => candidate === (raw ?? fallback));
      return value === undefined ? { ok: false, allowed: values.join(', ') } : { ok: true, value };
    },
  };
}

/** Comma-separated texts; blanks are dropped. */
export function list(name: string, fallback: readonly string[] = []): Variable<string[]> {
  return {
    name,
    parse: (raw) => ({
      ok: true,
      value:
        raw === undefined
          ? [...fallback]
          : raw
              .split(',')
              .map((item) => item.trim())
              .filter((item) => item !== ''),
    }),
  };
}

/** JSON checked by a zod-like parser (anything with `safeParse`). */
export function json<T>(
  name: string,
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } } },
  like: string,
): Variable<T> {
  return {
    name,
    parse(raw) {
      if (raw === undefined) return { ok: false, allowed: like };
      try {
        const checked = schema.safeParse(JSON.parse(raw));
        return checked.success
          ? { ok: true, value: checked.data }
          : { ok: false, allowed: `${like} (${checked.error.message})` };
      } catch {
        return { ok: false, allowed: `${like} as JSON` };
      }
    },
  };
}
