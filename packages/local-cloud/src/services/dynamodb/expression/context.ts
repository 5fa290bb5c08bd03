/**
 * What one request's expressions refer to. Every reference is checked before anything is evaluated, and what the
 * request defines but no expression uses is refused, as the real service does.
 */
import { admitValue, type AttributeValue, typeOf } from '../attribute.ts';
import { invalid } from '../errors.ts';
import { type Condition, type Parsed, type Path, type TypeRule, type Update } from './ast.ts';
import { parseCondition } from './parse-condition.ts';
import { parseProjection, parseUpdate } from './parse-update.ts';

export interface ExpressionInput {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Parsed expressions by their text; far more distinct texts than a program writes means they are generated: start over. */
const maxCached = 2000;
/** From the DynamoDB quotas. */
const maxExpressionBytes = 4096;
const conditions = new Map<string, Parsed<Condition>>();
const updates = new Map<string, Parsed<Update>>();
const projections = new Map<string, Parsed<Path[]>>();

export class ExpressionContext {
  readonly #names: Record<string, string>;
  readonly #values: Record<string, AttributeValue>;
  readonly #usedNames = new Set<string>();
  readonly #usedValues = new Set<string>();

  /** @throws ValidationException when a value is malformed or a reference is ill named. */
  constructor(input: ExpressionInput) {
    this.#names = input.ExpressionAttributeNames ?? nothing;
    this.#values = input.ExpressionAttributeValues ?? nothing;
    if (this.#names !== nothing) checkKeys(this.#names, 'ExpressionAttributeNames', /^#[A-Za-z0-9_]+$/);
    if (this.#values === nothing) return;
    checkKeys(this.#values, 'ExpressionAttributeValues', /^:[A-Za-z0-9_]+$/);
    for (const value of Object.values(this.#values)) admitValue(value);
  }

  condition(text: string, label: string): Condition {
    return this.#checked(cached(conditions, parseCondition, text, label), label);
  }

  update(text: string): Update {
    return this.#checked(cached(updates, parseUpdate, text, 'UpdateExpression'), 'UpdateExpression');
  }

  projection(text: string): Path[] {
    const paths = this.#checked(
      cached(projections, parseProjection, text, 'ProjectionExpression'),
      'ProjectionExpression',
    );
    return paths.map((path) => this.resolve(path));
  }

  /** @throws ValidationException naming what was defined but never used; call after the last expression. */
  refuseUnused(): void {
    if (this.#names !== nothing) refuseRest(this.#names, this.#usedNames, 'ExpressionAttributeNames');
    if (this.#values !== nothing) refuseRest(this.#values, this.#usedValues, 'ExpressionAttributeValues');
  }

  /** The path with its references replaced by names. */
  resolve(path: Path): Path {
    if (!path.some((element) => typeof element === 'string' && element.startsWith('#'))) return path;
    const [first, ...others] = path;
    return [this.name(first), ...others.map((element) => (typeof element === 'string' ? this.name(element) : element))];
  }

  name(element: string): string {
    return element.startsWith('#') ? (this.#names[element] ?? element) : element;
  }

  value(ref: string): AttributeValue {
    const value = this.#values[ref];
    if (!value) throw new Error(`${ref} was not checked`);
    return value;
  }

  #checked<T>(parsed: Parsed<T>, label: string): T {
    for (const name of parsed.names) {
      if (!Object.hasOwn(this.#names, name))
        throw invalid(
          `Invalid ${label}: An expression attribute name used in the document path is not defined; attribute name: ${name}`,
        );
      this.#usedNames.add(name);
    }
    for (const ref of parsed.values) {
      if (!Object.hasOwn(this.#values, ref))
        throw invalid(
          `Invalid ${label}: An expression attribute value used in expression is not defined; attribute value: ${ref}`,
        );
      this.#usedValues.add(ref);
    }
    for (const rule of parsed.typeRules) this.#checkType(rule, label);
    return parsed.root;
  }

  #checkType({ ref, operator, allowed }: TypeRule, label: string): void {
    const type = typeOf(this.value(ref));
    if (allowed.includes(type)) return;
    throw invalid(
      `Invalid ${label}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
    );
  }
}

const nothing: Record<string, never> = Object.freeze({});

function cached<T>(
  cache: Map<string, Parsed<T>>,
  parse: (text: string, label: string) => Parsed<T>,
  text: string,
  label: string,
): Parsed<T> {
  const hit = cache.get(text);
  if (hit) return hit;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxExpressionBytes)
    throw invalid(`Invalid ${label}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  const parsed = parse(text, label);
  if (cache.size >= maxCached) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

function checkKeys(defined: Record<string, unknown>, member: string, pattern: RegExp): void {
  const keys = Object.keys(defined);
  if (keys.length === 0) throw invalid(`${member} must not be empty`);
  for (const key of keys)
    if (!pattern.test(key)) throw invalid(`${member} contains invalid key: Syntax error; key: "${key}"`);
}

function refuseRest(defined: Record<string, unknown>, used: Set<string>, member: string): void {
  const unused = Object.keys(defined).filter((key) => !used.has(key));
  if (unused.length > 0)
    throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
}
