/** Whether an item meets a condition. A missing attribute or a type that does not fit makes a comparison false, never an error. */
import {
  type AttributeType,
  type AttributeValue,
  attributeTypes,
  binarySize,
  type Item,
  ownValue,
  typeOf,
} from '../attribute.ts';
import { invalid } from '../errors.ts';
import { compareNumbers } from '../number.ts';
import { type Comparator, type Condition, type Operand, type Path } from './ast.ts';
import { type ExpressionContext } from './context.ts';

export function isMet(condition: Condition, item: Item, context: ExpressionContext): boolean {
  switch (condition.kind) {
    case 'and':
      return isMet(condition.left, item, context) && isMet(condition.right, item, context);
    case 'or':
      return isMet(condition.left, item, context) || isMet(condition.right, item, context);
    case 'not':
      return !isMet(condition.of, item, context);
    case 'exists':
      return valueAt(item, condition.path, context) !== undefined;
    case 'not-exists':
      return valueAt(item, condition.path, context) === undefined;
    default:
      return isPredicateMet(condition, (operand) => operandValue(operand, item, context));
  }
}

type Predicate = Extract<Condition, { kind: 'compare' | 'between' | 'in' | 'is-type' | 'begins-with' | 'contains' }>;

function isPredicateMet(condition: Predicate, get: (operand: Operand) => AttributeValue | undefined): boolean {
  switch (condition.kind) {
    case 'compare':
      return isComparisonMet(condition.operator, get(condition.left), get(condition.right));
    case 'between': {
      const value = get(condition.value);
      return isComparisonMet('>=', value, get(condition.low)) && isComparisonMet('<=', value, get(condition.high));
    }
    case 'in': {
      const value = get(condition.value);
      return condition.candidates.some((candidate) => isComparisonMet('=', value, get(candidate)));
    }
    case 'is-type':
      return isType(get({ kind: 'path', path: condition.path }), get(condition.type)?.S ?? '');
    case 'begins-with':
      return beginsWith(get(condition.value), get(condition.part));
    case 'contains':
      return contains(get(condition.value), get(condition.part));
  }
}

export function operandValue(operand: Operand, item: Item, context: ExpressionContext): AttributeValue | undefined {
  switch (operand.kind) {
    case 'path':
      return valueAt(item, operand.path, context);
    case 'value':
      return context.value(operand.ref);
    case 'size': {
      const of = operandValue(operand.of, item, context);
      const size = of && sizeOf(of);
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

/** @param path may still hold references. */
export function valueAt(item: Item, path: Path, context: ExpressionContext): AttributeValue | undefined {
  let value = ownValue(item, context.name(path[0]));
  for (let depth = 1; depth < path.length && value !== undefined; depth += 1) {
    const element = path[depth];
    if (typeof element === 'number') value = value.L?.[element];
    else value = value.M && ownValue(value.M, context.name(element ?? ''));
  }
  return value;
}

function isComparisonMet(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (operator === '<>') return left !== undefined && right !== undefined && !areEqual(left, right);
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return areEqual(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'L': {
      const [a, b] = [left.L ?? [], right.L ?? []];
      return a.length === b.length && a.every((element, at) => areBothEqual(element, b[at]));
    }
    case 'M': {
      const [a, b] = [left.M ?? {}, right.M ?? {}];
      const names = Object.keys(a);
      return names.length === Object.keys(b).length && names.every((name) => areBothEqual(a[name], ownValue(b, name)));
    }
    case 'SS':
    case 'NS':
    case 'BS': {
      const [a, b] = [left[type] ?? [], new Set(right[type])];
      return a.length === b.size && a.every((element) => b.has(element));
    }
    default:
      return left[type] === right[type];
  }
}

function areBothEqual(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && areEqual(left, right);
}

function compare(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.S !== undefined && right.S !== undefined) return compareText(left.S, right.S);
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(bytes(left.B), bytes(right.B));
  return undefined;
}

/** By UTF-8 bytes; UTF-16 order differs only where surrogates are involved. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (!/[\ud800-\uffff]/.test(left + right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function beginsWith(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value?.S !== undefined && part?.S !== undefined) return value.S.startsWith(part.S);
  if (value?.B === undefined || part?.B === undefined) return false;
  const start = bytes(part.B);
  return bytes(value.B).subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false;
  if (value.L) return value.L.some((element) => areEqual(element, part));
  if (part.S !== undefined) return (value.S ?? value.SS)?.includes(part.S) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (part.B === undefined) return false;
  return value.B === undefined ? (value.BS?.includes(part.B) ?? false) : bytes(value.B).includes(bytes(part.B));
}

function isType(value: AttributeValue | undefined, type: string): boolean {
  if (!attributeTypes.includes(type as AttributeType))
    throw invalid(
      `Invalid ConditionExpression: Invalid attribute type name found; type: ${type}, valid types: {${attributeTypes.join(',')}}`,
    );
  return value !== undefined && typeOf(value) === type;
}

/** Characters of a string are its UTF-8 bytes, as the real service counts. */
function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return binarySize(value.B);
  if (value.M) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
